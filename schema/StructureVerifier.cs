// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Schema;

/// <summary>
/// Verifies that every table, vtable, field, vector and string that a reader can reach lies inside the model and is aligned. It
/// follows
/// <see cref="TableLayout"/>, which describes the format as data, so the walk is one short loop. Every length is compared with the
/// bytes that are left and never added to a position, so no sum can overflow.
/// </summary>
internal sealed class StructureVerifier
{
    private const long MostShared = 8;

    private readonly FlatBufferReader _reader;
    private readonly byte[] _data;
    private long _bytesLeft;

    internal StructureVerifier(FlatBufferReader reader)
    {
        _reader = reader;
        _data = reader.Data;

        // Parts that do not overlap add up to at most the model's length. Writers may share some parts, but a model whose parts add up to
        // many times its length shares them to make the verifier slow.
        _bytesLeft = MostShared * _data.Length;
    }

    /// <summary>Verifies the whole model from its root.</summary>
    internal void Verify()
    {
        if (_data.Length < 8)
        {
            throw Errors.Of(ErrorCode.ModelTooShort, 8, _data.Length);
        }

        if (_data[4] != 'T' || _data[5] != 'F' || _data[6] != 'L' || _data[7] != '3')
        {
            throw Errors.Of(ErrorCode.IdentifierWrong, 0x334C4654, _reader.ReadInt32(4));
        }

        int root = _reader.Root;
        if (root < 8 || root > _data.Length - 4)
        {
            throw Errors.Of(ErrorCode.RootOutOfBounds, _data.Length, root);
        }

        VerifyTable(root, TableLayout.Model);
    }

    private void VerifyTable(int table, string layout)
    {
        int tableSize = VerifyVtable(table);
        for (int id = 0; id < layout.Length; id++)
        {
            int field = _reader.Field(table, id);
            if (field != 0)
            {
                VerifyField(table, tableSize, field, layout[id]);
            }
        }
    }

    /// <summary>Verifies that a table and its vtable lie inside the model; returns the table's size in bytes.</summary>
    private int VerifyVtable(int table)
    {
        if (table < 4 || table > _data.Length - 4 || (table & 3) != 0)
        {
            throw Errors.Of(ErrorCode.TableOutOfBounds, _data.Length, table);
        }

        long vtable = (long)table - _reader.ReadInt32(table);
        if (vtable < 4 || vtable > _data.Length - 4 || (vtable & 1) != 0)
        {
            throw Errors.Of(ErrorCode.VtableInvalid, _data.Length, vtable);
        }

        int vtableSize = _reader.ReadUInt16((int)vtable);
        if (vtableSize < 4 || (vtableSize & 1) != 0 || vtableSize > _data.Length - (int)vtable)
        {
            throw Errors.Of(ErrorCode.VtableInvalid, _data.Length - vtable, vtableSize);
        }

        int tableSize = _reader.ReadUInt16((int)vtable + 2);
        if (tableSize < 4 || tableSize > _data.Length - table)
        {
            throw Errors.Of(ErrorCode.TableOutOfBounds, _data.Length - table, tableSize);
        }

        Visit(tableSize);
        return tableSize;
    }

    private void VerifyField(int table, int tableSize, int field, char kind)
    {
        if (kind == TableLayout.Ignored)
        {
            return;
        }

        int width = kind == TableLayout.Scalar1 ? 1 : kind == TableLayout.Scalar8 ? 8 : 4;
        if (field - table < 4 || field - table > tableSize - width || (field & (width - 1)) != 0)
        {
            throw Errors.Of(ErrorCode.FieldOutOfBounds, tableSize, field - table);
        }

        if (kind == TableLayout.Scalar1 || kind == TableLayout.Scalar4 || kind == TableLayout.Scalar8)
        {
            return;
        }

        int offset = _reader.ReadInt32(field);
        if (offset <= 0 || offset > _data.Length - 4 - field)
        {
            throw Errors.Of(ErrorCode.VectorOutOfBounds, _data.Length - 4 - field, offset);
        }

        int target = field + offset;
        switch (kind)
        {
            case TableLayout.AnyTable:
                VerifyVtable(target);
                break;
            case TableLayout.Text:
                VerifyVector(target, 1);
                VerifyTerminator(target);
                break;
            case TableLayout.Vector1:
                VerifyVector(target, 1);
                break;
            case TableLayout.Vector4:
                VerifyVector(target, 4);
                break;
            case TableLayout.Vector8:
                VerifyVector(target, 8);
                break;
            case TableLayout.QuantizationTable:
                VerifyTable(target, TableLayout.Quantization);
                break;
            default:
                VerifyTables(target, TableLayout.OfElements(kind));
                break;
        }
    }

    private void VerifyTables(int vector, string layout)
    {
        int count = VerifyVector(vector, 4);
        for (int i = 0; i < count; i++)
        {
            int element = vector + 4 + 4 * i;
            int offset = _reader.ReadInt32(element);
            if (offset <= 0 || offset > _data.Length - 4 - element)
            {
                throw Errors.Of(ErrorCode.TableOutOfBounds, _data.Length - 4 - element, offset);
            }

            VerifyTable(element + offset, layout);
        }
    }

    /// <summary>Verifies that a vector lies inside the model; returns its number of elements.</summary>
    private int VerifyVector(int vector, int elementWidth)
    {
        if ((vector & 3) != 0)
        {
            throw Errors.Of(ErrorCode.VectorMisaligned, elementWidth, vector);
        }

        // Writers align the first element. If there is none, they align only the length.
        int count = _reader.ReadInt32(vector);
        if (count != 0 && elementWidth == 8 && ((vector + 4) & 7) != 0)
        {
            throw Errors.Of(ErrorCode.VectorMisaligned, elementWidth, vector);
        }

        int room = _data.Length - vector - 4;
        if (count < 0 || count > room / elementWidth)
        {
            throw Errors.Of(ErrorCode.VectorOutOfBounds, room / elementWidth, count);
        }

        Visit(4 + (long)count * elementWidth);
        return count;
    }

    private void Visit(long bytes)
    {
        _bytesLeft -= bytes;
        if (_bytesLeft < 0)
        {
            throw Errors.Of(ErrorCode.TooManyTables, MostShared * _data.Length, MostShared * _data.Length - _bytesLeft);
        }
    }

    private void VerifyTerminator(int text)
    {
        int end = text + 4 + _reader.ReadInt32(text);
        if (end >= _data.Length || _data[end] != 0)
        {
            throw Errors.Of(ErrorCode.StringUnterminated, 0, text);
        }
    }
}
