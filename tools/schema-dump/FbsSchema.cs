// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace TinyInterp.SchemaDump;

/// <summary>A schema file such as schema/tflite.fbs: as much of the language as that file uses.</summary>
public sealed partial class FbsSchema
{
    private static readonly string[] _scalars =
        ["bool", "byte", "ubyte", "short", "ushort", "int", "uint", "long", "ulong", "float", "double"];

    private readonly Dictionary<string, FbsTable> _tables = new Dictionary<string, FbsTable>();
    private readonly Dictionary<string, Dictionary<string, long>> _enums = new Dictionary<string, Dictionary<string, long>>();
    private readonly Dictionary<string, string> _enumTypes = new Dictionary<string, string>();
    private readonly Dictionary<string, string[]> _unions = new Dictionary<string, string[]>();

    /// <summary>Reads a schema.</summary>
    /// <exception cref="InvalidDataException">It is not understood.</exception>
    public FbsSchema(string text)
    {
        string code = Comment().Replace(text, string.Empty);
        foreach (Match match in Declaration().Matches(code))
        {
            string name = match.Groups["name"].Value;
            string body = match.Groups["body"].Value;
            switch (match.Groups["kind"].Value)
            {
                case "enum":
                    _enums.Add(name, Enumerators(body));
                    _enumTypes.Add(name, match.Groups["type"].Value);
                    break;
                case "union":
                    _unions.Add(name, Words(body, ','));
                    break;
            }
        }

        // Fields need to know the unions, which take two ids.
        foreach (Match match in Declaration().Matches(code).Where(match => match.Groups["kind"].Value == "table"))
        {
            _tables.Add(match.Groups["name"].Value, new FbsTable(match.Groups["name"].Value, Fields(match.Groups["body"].Value)));
        }

        Match root = RootType().Match(code);
        Root = root.Success && _tables.TryGetValue(root.Groups[1].Value, out FbsTable? table)
            ? table
            : throw new InvalidDataException("the schema has no root_type that is a table");
    }

    /// <summary>The table that files begin with.</summary>
    public FbsTable Root { get; }

    /// <summary>All tables.</summary>
    public IReadOnlyCollection<FbsTable> Tables => _tables.Values;

    /// <summary>A table by its name.</summary>
    /// <exception cref="InvalidDataException">The schema has no such table.</exception>
    public FbsTable Table(string name)
    {
        return _tables.TryGetValue(name, out FbsTable? table) ? table : throw new InvalidDataException("the schema has no table " + name);
    }

    /// <summary>The names of a union's members, of which the first has tag 1; null where there is no such union.</summary>
    public IReadOnlyList<string>? Union(string name)
    {
        return _unions.GetValueOrDefault(name);
    }

    /// <summary>The scalar type in which values of a type are stored; null for what is not a scalar.</summary>
    public string? Storage(string type)
    {
        return _scalars.Contains(type) ? type : _enumTypes.GetValueOrDefault(type);
    }

    /// <summary>The names of an enum's members with their values, in the schema's order.</summary>
    /// <exception cref="InvalidDataException">The schema has no such enum.</exception>
    public IReadOnlyCollection<KeyValuePair<string, long>> EnumMembers(string type)
    {
        return _enums.TryGetValue(type, out Dictionary<string, long>? members) ? members : throw new InvalidDataException("the schema has no enum " + type);
    }

    /// <summary>A value of an enum by its name in the schema.</summary>
    public bool TryGetEnumerator(string type, string name, out long value)
    {
        value = 0;
        return _enums.TryGetValue(type, out Dictionary<string, long>? values) && values.TryGetValue(name, out value);
    }

    /// <summary>The default of a scalar field.</summary>
    public object DefaultOf(FbsField field)
    {
        string? storage = Storage(field.Type);
        switch (field.Default)
        {
            case null:
                return 0L;
            case "true":
                return 1L;
            case "false":
                return 0L;
        }

        if (TryGetEnumerator(field.Type, field.Default, out long value))
        {
            return value;
        }

        if (storage is "float" or "double")
        {
            return double.Parse(field.Default, CultureInfo.InvariantCulture);
        }

        return long.Parse(field.Default, CultureInfo.InvariantCulture);
    }

    private static Dictionary<string, long> Enumerators(string body)
    {
        Dictionary<string, long> values = new Dictionary<string, long>();
        long next = 0;
        foreach (string word in Words(body, ','))
        {
            string[] parts = Words(word, '=');
            next = parts.Length > 1 ? long.Parse(parts[1], CultureInfo.InvariantCulture) : next;
            values.Add(parts[0], next++);
        }

        return values;
    }

    private List<FbsField> Fields(string body)
    {
        List<FbsField> fields = new List<FbsField>();
        int id = 0;
        foreach (string declaration in Words(body, ';'))
        {
            Match match = Field().Match(declaration);
            if (!match.Success)
            {
                throw new InvalidDataException("not understood in the schema: " + declaration);
            }

            string type = match.Groups["type"].Value;
            id += _unions.ContainsKey(type) ? 1 : 0;
            fields.Add(new FbsField(
                match.Groups["name"].Value,
                type,
                match.Groups["vector"].Success,
                match.Groups["default"].Success ? match.Groups["default"].Value : null,
                match.Groups["attributes"].Value.Contains("deprecated"),
                id++));
        }

        return fields;
    }

    private static string[] Words(string text, char separator)
    {
        return text.Split(separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    [GeneratedRegex(@"//[^\n]*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\b(?<kind>enum|union|table)\s+(?<name>\w+)\s*(:\s*(?<type>\w+)\s*)?(\([^)]*\)\s*)?\{(?<body>[^}]*)\}")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"^(?<name>\w+)\s*:\s*((?<vector>\[)\s*)?(?<type>\w+)\s*\]?\s*(=\s*(?<default>[\w.+-]+))?\s*(\((?<attributes>[^)]*)\))?$")]
    private static partial Regex Field();

    [GeneratedRegex(@"\broot_type\s+(\w+)\s*;")]
    private static partial Regex RootType();
}
