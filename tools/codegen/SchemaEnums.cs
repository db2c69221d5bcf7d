// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using TinyInterp.Schema;
using TinyInterp.SchemaDump;
using TinyInterp.Writer;

namespace TinyInterp.CodeGeneration;

/// <summary>The C# enums whose members are those of an enum or a union in the schema. The summary of a member is its name there.</summary>
public static class SchemaEnums
{
    /// <summary>The files' places in the repository, and their texts.</summary>
    /// <exception cref="InvalidDataException">The schema lacks an enum or a union.</exception>
    public static IEnumerable<(string Name, string Text)> Write(FbsSchema schema)
    {
        yield return ("schema/BuiltinOperator.cs", Write<BuiltinOperator>(
            "TinyInterp.Schema",
            "The numbers of the builtin operators. The comment at the head of each kernel says what the operator computes.",
            schema.EnumMembers("BuiltinOperator").OrderBy(member => member.Value).Select(member => (member.Key, member.Value))));
        yield return ("schema/BuiltinOptionsType.cs", Write<BuiltinOptionsType>(
            "TinyInterp.Schema",
            "Which options table a node has: the type tag of the union BuiltinOptions.",
            Tags(schema, "BuiltinOptions")));
        yield return ("tools/writer/BuiltinOptions2Type.cs", Write<BuiltinOptions2Type>(
            "TinyInterp.Writer",
            "The type tag of the second options union, BuiltinOptions2.",
            Tags(schema, "BuiltinOptions2")));
    }

    private static IEnumerable<(string Name, long Value)> Tags(FbsSchema schema, string union)
    {
        IReadOnlyList<string> members = schema.Union(union) ?? throw new InvalidDataException("the schema has no union " + union);
        return members.Select((name, i) => (name, i + 1L)).Prepend(("No table", 0));
    }

    private static string Write<T>(string space, string summary, IEnumerable<(string Name, long Value)> members)
        where T : struct, Enum
    {
        StringBuilder text = new();
        string storage = Enum.GetUnderlyingType(typeof(T)) == typeof(byte) ? " : byte" : string.Empty;
        text.Append(
            CultureInfo.InvariantCulture,
            $$"""
            // Copyright (c) TinyInterp contributors.
            // Licensed under the MIT licence; see LICENSE in the project root.

            // Written by `dotnet run --project tools/codegen` from schema/tflite.fbs. A test compares the two.

            namespace {{space}};

            /// <summary>{{summary}}</summary>
            public enum {{typeof(T).Name}}{{storage}}
            {
            {{string.Join(",\n\n", members.Select(Member<T>))}}
            }

            """);
        return text.Replace("\r\n", "\n").ToString();
    }

    private static string Member<T>((string Name, long Value) member)
        where T : struct, Enum
    {
        string number = member.Value.ToString(CultureInfo.InvariantCulture);
        string name = Enum.GetName(Enum.Parse<T>(number)) ?? PascalCase(member.Name);
        return "    /// <summary>" + member.Name + ".</summary>\n    " + name + " = " + number;
    }

    /// <summary>The name of a member that the enum does not have yet.</summary>
    private static string PascalCase(string name)
    {
        return name.Contains('_')
            ? string.Concat(name.Split('_').Select(word => word[..1].ToUpperInvariant() + word[1..].ToLowerInvariant()))
            : name.EndsWith("Options", StringComparison.Ordinal) ? name[..^"Options".Length] : name;
    }
}
