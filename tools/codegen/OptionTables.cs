// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using TinyInterp.Schema;
using TinyInterp.SchemaDump;

namespace TinyInterp.CodeGeneration;

/// <summary>The C# that names the fields of every options table in the schema.</summary>
public static class OptionTables
{
    /// <summary>The file's place in the repository.</summary>
    public const string FileName = "schema/OptionTables.cs";

    /// <summary>Bits of the id, below those of the default.</summary>
    private const int IdBits = 8;

    /// <summary>The text of the file.</summary>
    /// <exception cref="InvalidDataException">A field's id or default does not fit into a constant.</exception>
    public static string Write(FbsSchema schema)
    {
        StringBuilder text = new();
        text.Append(
            """
            // Copyright (c) TinyInterp contributors.
            // Licensed under the MIT licence; see LICENSE in the project root.

            // Written by `dotnet run --project tools/codegen` from schema/tflite.fbs, which documents each field. A test compares the two.
            // The compiler folds the constants into the code that reads an option, so a device's assembly does not contain these classes.

            using System.Runtime.CompilerServices;

            namespace TinyInterp.Schema;

            """);
        IReadOnlyList<string> members = schema.Union("BuiltinOptions")
            ?? throw new InvalidDataException("the schema has no union BuiltinOptions");
        for (int i = 0; i < members.Count; i++)
        {
            string[] fields = schema.Table(members[i]).Fields.Select(field => FieldLines(schema, field)).OfType<string>().ToArray();
            if (fields.Length != 0)
            {
                text.Append(CultureInfo.InvariantCulture, $$"""

                    /// <summary>The fields of {{members[i]}}.</summary>
                    [ExcludeType]
                    public static class {{(BuiltinOptionsType)(i + 1)}}Options
                    {
                    {{string.Join("\n\n", fields)}}
                    }

                    """);
            }
        }

        return text.Replace("\r\n", "\n").ToString();
    }

    /// <summary>A field's constant with its comment; null for what no kernel may read or <see cref="OptionsView"/> does not know.</summary>
    private static string? FieldLines(FbsSchema schema, FbsField field)
    {
        string? kind = field.IsDeprecated ? null : Kind(schema, field);
        if (kind == null)
        {
            return null;
        }

        string type = field.IsVector ? "[" + field.Type + "]" : field.Type;
        string id = field.Id.ToString(CultureInfo.InvariantCulture);
        string value = id;
        string comment = type;
        if (!field.IsVector && field.Type != "string")
        {
            comment += field.Default == null ? string.Empty : " = " + field.Default;
            long number = Default(schema, field);
            value = number == 0 ? id : "(" + id + " | (" + number.ToString(CultureInfo.InvariantCulture) + " << " + IdBits + "))";
        }

        return "    /// <summary>" + field.Name + ": " + comment + ".</summary>\n"
            + "    public const " + kind + " " + PascalCase(field.Name) + " = (" + kind + ")" + value + ";";
    }

    private static long Default(FbsSchema schema, FbsField field)
    {
        object value = schema.DefaultOf(field);
        long limit = 1L << (31 - IdBits);
        return field.Id < 1 << IdBits && value is long number && number >= -limit && number < limit
            ? number
            : throw new InvalidDataException("the default of " + field.Name + " does not fit into a constant: " + value);
    }

    private static string? Kind(FbsSchema schema, FbsField field)
    {
        if (field.IsVector)
        {
            return field.Type == "int" ? nameof(Int32VectorOption) : null;
        }

        return (field.Type == "string" ? "string" : schema.Storage(field.Type)) switch
        {
            "bool" => nameof(BoolOption),
            "byte" => nameof(SByteOption),
            "int" => nameof(Int32Option),
            "float" => nameof(SingleOption),
            "string" => nameof(TextOption),
            _ => null,
        };
    }

    private static string PascalCase(string name)
    {
        return string.Concat(name.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
    }
}
