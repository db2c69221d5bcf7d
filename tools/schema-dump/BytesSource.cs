// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using TinyInterp.Schema;

namespace TinyInterp.SchemaDump;

/// <summary>A table as the library's own reader sees it.</summary>
public sealed class BytesSource : TableSource
{
    private readonly FbsSchema _schema;
    private readonly FlatBufferReader _reader;

    /// <summary>The root of a model that the verifier has accepted.</summary>
    public BytesSource(FbsSchema schema, byte[] model)
        : this(schema, new FlatBufferReader(model), new FlatBufferReader(model).Root)
    {
    }

    private BytesSource(FbsSchema schema, FlatBufferReader reader, int position)
    {
        _schema = schema;
        _reader = reader;
        Position = position;
    }

    /// <summary>Where the table lies.</summary>
    public int Position { get; }

    /// <inheritdoc />
    public override object? Scalar(FbsField field)
    {
        int position = _reader.Field(Position, field.Id);
        return position == 0 ? null : Read(position, StorageOf(field));
    }

    /// <inheritdoc />
    public override string? Text(FbsField field)
    {
        int text = _reader.Reference(Position, field.Id);
        return text == 0 ? null : Encoding.UTF8.GetString(_reader.Data, text + 4, _reader.VectorLength(text));
    }

    /// <inheritdoc />
    public override IEnumerable<object>? Scalars(FbsField field)
    {
        int vector = _reader.Reference(Position, field.Id);
        string storage = StorageOf(field);
        int width = storage switch
        {
            "bool" or "byte" or "ubyte" => 1,
            "short" or "ushort" => 2,
            "long" or "ulong" or "double" => 8,
            _ => 4,
        };
        return vector == 0 ? null : Enumerable.Range(0, _reader.VectorLength(vector)).Select(i => Read(vector + 4 + width * i, storage));
    }

    /// <inheritdoc />
    public override TableSource? Table(FbsField field, FbsTable type)
    {
        int position = _reader.Reference(Position, field.Id);
        return position == 0 ? null : new BytesSource(_schema, _reader, position);
    }

    /// <inheritdoc />
    public override IReadOnlyList<TableSource>? Tables(FbsField field, FbsTable type)
    {
        int vector = _reader.Reference(Position, field.Id);
        return vector == 0
            ? null
            : Enumerable.Range(0, _reader.VectorLength(vector))
                .Select(i => new BytesSource(_schema, _reader, _reader.VectorTable(vector, i)))
                .ToArray();
    }

    /// <inheritdoc />
    public override int Tag(FbsField field)
    {
        return _reader.ByteField(Position, field.Id - 1, 0);
    }

    /// <inheritdoc />
    public override TableSource? Member(FbsField field, int tag, FbsTable type)
    {
        return Table(field, type);
    }

    private string StorageOf(FbsField field)
    {
        return _schema.Storage(field.Type) ?? throw new ArgumentException(field.Name + " is not a scalar.", nameof(field));
    }

    private object Read(int position, string storage)
    {
        switch (storage)
        {
            case "bool":
                return _reader.Data[position] != 0;
            case "byte":
                return (sbyte)_reader.Data[position];
            case "ubyte":
                return _reader.Data[position];
            case "short":
                return (short)_reader.ReadUInt16(position);
            case "ushort":
                return (ushort)_reader.ReadUInt16(position);
            case "int":
                return _reader.ReadInt32(position);
            case "uint":
                return (uint)_reader.ReadInt32(position);
            case "long":
                return _reader.ReadInt64(position);
            case "ulong":
                return (ulong)_reader.ReadInt64(position);
            case "float":
                return _reader.ReadSingle(position);
            default:
                return BitConverter.Int64BitsToDouble(_reader.ReadInt64(position));
        }
    }
}
