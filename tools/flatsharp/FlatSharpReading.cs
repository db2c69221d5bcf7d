// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using FlatSharp;
using TinyInterp.SchemaDump;

namespace TinyInterp.Schema.FlatSharp;

/// <summary>A model as FlatSharp reads it.</summary>
internal static class FlatSharpReading
{
    /// <summary>The lines of a model.</summary>
    internal static IReadOnlyList<string> Of(FbsSchema schema, byte[] model)
    {
        // Options tables are parsed one by one: where each lies is all that is taken from the other reader.
        object Options(TableSource node, FbsField field, int tag)
        {
            string name = schema.Union(field.Type)[tag - 1];
            BytesSource table = (BytesSource)node.Member(field, tag, schema.Table(name));
            Type type = typeof(Fbs.Model).Assembly.GetType(typeof(Fbs.Model).Namespace + "." + name, throwOnError: true);
            ISerializer serializer = (ISerializer)type.GetProperty("Serializer").GetValue(null);
            byte[] bytes = (byte[])model.Clone();
            BinaryPrimitives.WriteInt32LittleEndian(bytes, table.Position);
            return serializer.Parse(bytes);
        }

        return FieldDump.Of(schema, new ObjectSource(Fbs.Model.Serializer.Parse(model), new BytesSource(schema, model), Options));
    }
}
