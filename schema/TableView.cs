// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Schema;

/// <summary>
/// A movable view of one table of a verified model. One view serves any number of tables of its kind: point it at a table with
/// <see cref="MoveTo"/>, or let the view of the parent table do so, and read. Reading allocates nothing.
/// </summary>
public abstract class TableView
{
    /// <summary>A view that reads through <paramref name="reader"/>. It points at no table yet.</summary>
    protected TableView(FlatBufferReader reader)
    {
        Reader = reader;
    }

    /// <summary>The reader of the model's bytes.</summary>
    public FlatBufferReader Reader { get; }

    /// <summary>Position of the table that the view points at.</summary>
    public int Position { get; private set; }

    /// <summary>Points the view at the table at <paramref name="position"/>.</summary>
    public void MoveTo(int position)
    {
        Position = position;
    }

    /// <summary>Number of elements in the vector field <paramref name="id"/>.</summary>
    protected int Count(int id)
    {
        return Reader.VectorLength(Reader.Reference(Position, id));
    }

    /// <summary>An element of the 32-bit vector field <paramref name="id"/>.</summary>
    protected int Int32At(int id, int index)
    {
        return Reader.VectorInt32(Reader.Reference(Position, id), index);
    }

    /// <summary>Points <paramref name="view"/> at an element of the table vector field <paramref name="id"/>.</summary>
    protected void Seat(TableView view, int id, int index)
    {
        view.MoveTo(Reader.VectorTable(Reader.Reference(Position, id), index));
    }
}
