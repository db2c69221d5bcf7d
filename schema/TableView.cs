// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Schema;

/// <summary>
/// A movable window on one table of a verified model. One view serves any number of tables of its kind: seat it with
/// <see cref="MoveTo"/> (or let its parent do so) and read; reading allocates nothing.
/// </summary>
public abstract class TableView
{
    /// <summary>A view that reads through <paramref name="reader"/>, not seated yet.</summary>
    protected TableView(FlatBufferReader reader)
    {
        Reader = reader;
    }

    /// <summary>The reader of the model's bytes.</summary>
    public FlatBufferReader Reader { get; }

    /// <summary>Position of the table the view is seated on.</summary>
    public int Position { get; private set; }

    /// <summary>Seats the view on the table at <paramref name="position"/>.</summary>
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

    /// <summary>Seats <paramref name="view"/> on an element of the table vector field <paramref name="id"/>.</summary>
    protected void Seat(TableView view, int id, int index)
    {
        view.MoveTo(Reader.VectorTable(Reader.Reference(Position, id), index));
    }
}
