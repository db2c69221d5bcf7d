// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;

namespace TinyInterp.SchemaDump;

/// <summary>
/// A table as an object whose properties are its fields, which is what code generators make of a schema. Names are compared without case
/// and underscores, since generators differ in them. A union is an object with Discriminator and Item1, Item2 and so on.
/// </summary>
public sealed class ObjectSource : TableSource
{
    private readonly object _table;
    private readonly Func<TableSource?, FbsField, int, object?>? _member;
    private readonly TableSource? _twin;

    /// <summary>A table's object.</summary>
    /// <param name="table">The object.</param>
    /// <param name="twin">The same table as another reader sees it, or null.</param>
    /// <param name="member">
    /// Gives the object of a union's member where the class has a tag and no union: from the twin, the field and the tag.
    /// </param>
    public ObjectSource(object table, TableSource? twin = null, Func<TableSource?, FbsField, int, object?>? member = null)
    {
        _table = table;
        _twin = twin;
        _member = member;
    }

    /// <inheritdoc />
    public override object? Scalar(FbsField field)
    {
        return Value(field.Name);
    }

    /// <inheritdoc />
    public override string? Text(FbsField field)
    {
        return (string?)Value(field.Name);
    }

    /// <inheritdoc />
    public override IEnumerable<object>? Scalars(FbsField field)
    {
        return Elements(Value(field.Name));
    }

    /// <inheritdoc />
    public override TableSource? Table(FbsField field, FbsTable type)
    {
        return Of(Value(field.Name), _twin?.Table(field, type));
    }

    /// <inheritdoc />
    public override IReadOnlyList<TableSource>? Tables(FbsField field, FbsTable type)
    {
        IReadOnlyList<TableSource>? twins = _twin?.Tables(field, type);
        return Elements(Value(field.Name))?.Select((element, i) => NewSource(element, twins != null && i < twins.Count ? twins[i] : null)).ToArray();
    }

    /// <inheritdoc />
    public override int Tag(FbsField field)
    {
        PropertyInfo? tag = Property(_table.GetType(), field.Name + "_type");
        if (tag != null)
        {
            return Convert.ToInt32(tag.GetValue(_table));
        }

        object? union = Value(field.Name);
        return union == null ? 0 : Convert.ToInt32(Required(union, "Discriminator"));
    }

    /// <inheritdoc />
    public override TableSource? Member(FbsField field, int tag, FbsTable type)
    {
        object? member = null;
        if (Property(_table.GetType(), field.Name + "_type") != null)
        {
            member = _member?.Invoke(_twin, field, tag);
        }
        else if (Value(field.Name) is object union)
        {
            member = Required(union, "Item" + tag);
        }

        return Of(member, _twin?.Member(field, tag, type));
    }

    private static IEnumerable<object>? Elements(object? vector)
    {
        // Memory<byte> and the like are not collections.
        object? array = vector is null or IEnumerable ? vector : vector.GetType().GetMethod("ToArray", Type.EmptyTypes)?.Invoke(vector, null);
        return ((IEnumerable?)array)?.Cast<object>();
    }

    private static PropertyInfo? Property(Type type, string name)
    {
        string plain = name.Replace("_", string.Empty);
        return type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .FirstOrDefault(property => property.GetIndexParameters().Length == 0
                && string.Equals(property.Name.Replace("_", string.Empty), plain, StringComparison.OrdinalIgnoreCase));
    }

    private ObjectSource? Of(object? table, TableSource? twin)
    {
        return table == null ? null : NewSource(table, twin);
    }

    private ObjectSource NewSource(object table, TableSource? twin)
    {
        return new ObjectSource(table, twin, _member);
    }

    private object? Value(string name)
    {
        return Required(_table, name);
    }

    private static object? Required(object of, string name)
    {
        PropertyInfo property = Property(of.GetType(), name) ?? throw new MissingMemberException(of.GetType().FullName, name);
        return property.GetValue(of);
    }
}
