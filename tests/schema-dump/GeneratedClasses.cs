// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Text;
using TinyInterp.SchemaDump;
using TinyInterp.Tests.Tools;

namespace TinyInterp.Tests.SchemaDump;

/// <summary>
/// Classes of the form that FlatSharp generates: a property for each field in Pascal case, IList for vectors, a struct with Discriminator
/// and Item1 to ItemN for a union. They are made from the schema and filled by hand, where FlatSharp itself is out of reach.
/// </summary>
internal sealed class GeneratedClasses
{
    /// <summary>The union that is too large for FlatSharp, so that tools/flatsharp has a tag and a table for it.</summary>
    private const string LargeUnion = "BuiltinOptions";

    private readonly FbsSchema _schema;
    private readonly Assembly _assembly;

    public GeneratedClasses(FbsSchema schema)
    {
        _schema = schema;
        _assembly = GeneratedCode.Compile(Source(schema));
    }

    /// <summary>An object of a table's class with everything that a reader finds in it.</summary>
    public object Fill(FbsTable table, TableSource source)
    {
        object filled = Activator.CreateInstance(Type(table.Name))!;
        foreach (FbsField field in table.Fields.Where(field => !field.IsDeprecated))
        {
            PropertyInfo property = filled.GetType().GetProperty(Pascal(field.Name))!;
            if (_schema.Storage(field.Type) != null)
            {
                property.SetValue(filled, field.IsVector
                    ? ListOf(property, source.Scalars(field), value => Scalar(field, value))
                    : Scalar(field, source.Scalar(field) ?? _schema.DefaultOf(field)));
            }
            else if (field.Type == "string")
            {
                property.SetValue(filled, source.Text(field));
            }
            else if (_schema.Union(field.Type) is IReadOnlyList<string> members)
            {
                FillUnion(filled, property, field, members, source);
            }
            else if (field.IsVector)
            {
                FbsTable type = _schema.Table(field.Type);
                property.SetValue(filled, ListOf(property, source.Tables(field, type), value => Fill(type, (TableSource)value)));
            }
            else
            {
                FbsTable type = _schema.Table(field.Type);
                TableSource? element = source.Table(field, type);
                property.SetValue(filled, element == null ? null : Fill(type, element));
            }
        }

        return filled;
    }

    private void FillUnion(object filled, PropertyInfo property, FbsField field, IReadOnlyList<string> members, TableSource source)
    {
        int tag = source.Tag(field);
        if (field.Type == LargeUnion)
        {
            filled.GetType().GetProperty(Pascal(field.Name + "_type"))!.SetValue(filled, (byte)tag);
            property.SetValue(filled, tag == 0 ? null : Activator.CreateInstance(Type("AnyOptions")));
        }
        else if (tag != 0)
        {
            FbsTable type = _schema.Table(members[tag - 1]);
            property.SetValue(filled, Activator.CreateInstance(Type(field.Type), (byte)tag, Fill(type, source.Member(field, tag, type)!)));
        }
    }

    private static object? ListOf(PropertyInfo property, IEnumerable<object>? elements, Func<object, object> convert)
    {
        if (elements == null)
        {
            return null;
        }

        IList list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(property.PropertyType.GetGenericArguments()[0]))!;
        foreach (object element in elements)
        {
            list.Add(convert(element));
        }

        return list;
    }

    private object Scalar(FbsField field, object value)
    {
        Type storage = System.Type.GetType("System." + ClrName(_schema.Storage(field.Type)!))!;
        object converted = Convert.ChangeType(value, storage);
        return _schema.Storage(field.Type) == field.Type ? converted : Enum.ToObject(Type(field.Type), converted);
    }

    private Type Type(string name)
    {
        return _assembly.GetType("Fbs." + name, throwOnError: true)!;
    }

    private static string Source(FbsSchema schema)
    {
        StringBuilder code = new StringBuilder("using System;\nusing System.Collections.Generic;\nnamespace Fbs;\npublic class AnyOptions { }\n");
        HashSet<string> others = new HashSet<string>();
        foreach (FbsTable table in schema.Tables)
        {
            code.Append("public class ").Append(table.Name).Append(" {\n");
            foreach (FbsField field in table.Fields)
            {
                others.Add(field.Type);
                string type = schema.Storage(field.Type) == field.Type ? ClrName(field.Type) : field.Type;
                type = type == LargeUnion ? "AnyOptions" : schema.Union(type) != null ? type + "?" : type;
                code.Append("public virtual ").Append(field.IsVector ? "IList<" + type + ">" : type).Append(' ').Append(Pascal(field.Name)).Append(" { get; set; }\n");
                if (field.Type == LargeUnion)
                {
                    code.Append("public virtual byte ").Append(Pascal(field.Name + "_type")).Append(" { get; set; }\n");
                }
            }

            code.Append("}\n");
        }

        foreach (string name in others.Where(name => schema.Storage(name) is string storage && storage != name))
        {
            code.Append("public enum ").Append(name).Append(" : ").Append(schema.Storage(name) == "byte" ? "sbyte" : schema.Storage(name)).Append(" { }\n");
        }

        foreach (string name in others.Where(name => schema.Union(name) != null && name != LargeUnion))
        {
            code.Append("public struct ").Append(name).Append(" {\nprivate readonly object _value;\npublic byte Discriminator { get; }\n");
            code.Append("public ").Append(name).Append("(byte tag, object value) { Discriminator = tag; _value = value; }\n");
            IReadOnlyList<string> members = schema.Union(name)!;
            for (int tag = 1; tag <= members.Count; tag++)
            {
                code.Append("public ").Append(members[tag - 1]).Append(" Item").Append(tag)
                    .Append(" => Discriminator == ").Append(tag).Append(" ? (").Append(members[tag - 1])
                    .Append(")_value : throw new InvalidOperationException();\n");
            }

            code.Append("}\n");
        }

        return code.ToString();
    }

    private static string ClrName(string scalar)
    {
        return scalar switch
        {
            "bool" => "Boolean",
            "byte" => "SByte",
            "ubyte" => "Byte",
            "short" => "Int16",
            "ushort" => "UInt16",
            "int" => "Int32",
            "uint" => "UInt32",
            "long" => "Int64",
            "ulong" => "UInt64",
            "float" => "Single",
            _ => "Double",
        };
    }

    private static string Pascal(string name)
    {
        return string.Concat(name.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
    }
}
