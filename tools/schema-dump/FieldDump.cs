// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace TinyInterp.SchemaDump;

/// <summary>
/// Everything that a reader finds in a model, one line a field: path=value. Two readers agree on a model if their lines do. Scalars are
/// listed with their defaults, and only what is present of the rest; enums are numbers; a present table has a line of its own.
/// </summary>
public sealed class FieldDump
{
    private readonly FbsSchema _schema;
    private readonly List<string> _lines = new List<string>();

    private readonly Func<string, object, string> _format;

    private FieldDump(FbsSchema schema, Func<string, object, string> format)
    {
        _schema = schema;
        _format = format;
    }

    /// <summary>The lines of a whole model, in the schema's order.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="model">A reader's view of the model's root.</param>
    /// <param name="format">Shows a scalar of a storage type; <see cref="Format"/> if null.</param>
    public static IReadOnlyList<string> Of(FbsSchema schema, TableSource model, Func<string, object, string>? format = null)
    {
        FieldDump dump = new FieldDump(schema, format ?? Format);
        dump.Table(schema.Root.Name, schema.Root, model);
        return dump._lines;
    }

    /// <summary>The lines that are in one dump and not in the other, marked - and +; empty where they agree.</summary>
    public static IReadOnlyList<string> Differences(IReadOnlyList<string> expected, IReadOnlyList<string> found)
    {
        HashSet<string> left = expected.ToHashSet();
        HashSet<string> right = found.ToHashSet();
        return expected.Where(line => !right.Contains(line)).Select(line => "- " + line)
            .Concat(found.Where(line => !left.Contains(line)).Select(line => "+ " + line))
            .ToArray();
    }

    /// <summary>A scalar as a line shows it, whatever CLR type a reader has for it.</summary>
    public static string Format(string storage, object value)
    {
        switch (storage)
        {
            case "float":
                return Convert.ToSingle(value, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture);
            case "double":
                return Convert.ToDouble(value, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture);
            case "bool":
                return Convert.ToBoolean(value, CultureInfo.InvariantCulture) ? "1" : "0";
            default:
                return value is Enum ? Convert.ToInt64(value).ToString(CultureInfo.InvariantCulture)
                    : Convert.ToDecimal(value, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);
        }
    }

    /// <summary>A string as a line shows it.</summary>
    public static string Quote(string text)
    {
        return '"' + text.Replace("\\", "\\\\").Replace("\n", "\\n") + '"';
    }

    private void Table(string path, FbsTable table, TableSource source)
    {
        _lines.Add(path + "={}");
        foreach (FbsField field in table.Fields.Where(field => !field.IsDeprecated))
        {
            Field(path + "." + field.Name, field, source);
        }
    }

    private void Field(string path, FbsField field, TableSource source)
    {
        string? storage = _schema.Storage(field.Type);
        if (storage != null)
        {
            Scalar(path, field, storage, source);
        }
        else if (field.Type == "string")
        {
            Add(path, source.Text(field), Quote);
        }
        else if (_schema.Union(field.Type) is IReadOnlyList<string> members)
        {
            Union(path, field, members, source);
        }
        else if (field.IsVector)
        {
            FbsTable type = _schema.Table(field.Type);
            IReadOnlyList<TableSource>? elements = source.Tables(field, type);
            Add(path, elements, present => "[" + present.Count + "]");
            for (int i = 0; elements != null && i < elements.Count; i++)
            {
                Table(path + "[" + i + "]", type, elements[i]);
            }
        }
        else
        {
            FbsTable type = _schema.Table(field.Type);
            TableSource? element = source.Table(field, type);
            if (element != null)
            {
                Table(path, type, element);
            }
        }
    }

    private void Scalar(string path, FbsField field, string storage, TableSource source)
    {
        if (field.IsVector)
        {
            Add(path, source.Scalars(field), values => "[" + string.Join(",", values.Select(value => _format(storage, value))) + "]");
        }
        else
        {
            _lines.Add(path + "=" + _format(storage, source.Scalar(field) ?? _schema.DefaultOf(field)));
        }
    }

    private void Union(string path, FbsField field, IReadOnlyList<string> members, TableSource source)
    {
        int tag = source.Tag(field);
        _lines.Add(path + "_type=" + tag);
        if (tag > 0 && tag <= members.Count)
        {
            FbsTable type = _schema.Table(members[tag - 1]);
            TableSource member = source.Member(field, tag, type) ?? throw new InvalidDataException(path + " has a tag and no table");
            Table(path, type, member);
        }
    }

    private void Add<T>(string path, T? value, Func<T, string> format)
        where T : class
    {
        if (value != null)
        {
            _lines.Add(path + "=" + format(value));
        }
    }
}
