// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using TinyInterp.SchemaDump;

namespace TinyInterp.Tests.SchemaDump;

/// <summary>A table as flatc prints it.</summary>
internal sealed class JsonSource : TableSource
{
    private readonly FbsSchema _schema;
    private readonly JsonElement _table;

    public JsonSource(FbsSchema schema, JsonElement table)
    {
        _schema = schema;
        _table = table;
    }

    public override object? Scalar(FbsField field)
    {
        return _table.TryGetProperty(field.Name, out JsonElement value) ? Number(field.Type, value) : null;
    }

    public override string? Text(FbsField field)
    {
        return _table.TryGetProperty(field.Name, out JsonElement value) ? value.GetString() : null;
    }

    public override IEnumerable<object>? Scalars(FbsField field)
    {
        return _table.TryGetProperty(field.Name, out JsonElement value)
            ? value.EnumerateArray().Select(element => Number(field.Type, element)).ToArray()
            : null;
    }

    public override TableSource? Table(FbsField field, FbsTable type)
    {
        return _table.TryGetProperty(field.Name, out JsonElement value) ? new JsonSource(_schema, value) : null;
    }

    public override IReadOnlyList<TableSource>? Tables(FbsField field, FbsTable type)
    {
        return _table.TryGetProperty(field.Name, out JsonElement value)
            ? value.EnumerateArray().Select(element => new JsonSource(_schema, element)).ToArray()
            : null;
    }

    public override int Tag(FbsField field)
    {
        string? member = _table.TryGetProperty(field.Name + "_type", out JsonElement tag) ? tag.GetString() : "NONE";
        return _schema.Union(field.Type)!.ToList().IndexOf(member!) + 1;
    }

    public override TableSource? Member(FbsField field, int tag, FbsTable type)
    {
        return Table(field, type);
    }

    private object Number(string type, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                return _schema.TryGetEnumerator(type, value.GetString()!, out long number)
                    ? number
                    : throw new FormatException(value.GetString() + " is no " + type);
            case JsonValueKind.True:
                return true;
            case JsonValueKind.False:
                return false;
            default:
                return _schema.Storage(type) is "float" or "double" ? value.GetDouble() : value.GetDecimal();
        }
    }
}
