// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.IO;
using System.Linq;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace TinyInterp.IlMeter;

/// <summary>
/// What the VM takes of the heap before a program runs. Code and metadata stay in flash, but the VM keeps a table entry for each type,
/// method, field and reference of a loaded assembly, and the values of its static fields.
/// </summary>
internal static class AssemblyHeap
{
    /// <summary>
    /// The VM's threads, call frames and buffers, and the class libraries that every app needs: mscorlib, nanoFramework.Runtime.Native and
    /// nanoFramework.ResourceManager. Measured on nanoCLR 1.17 with the layout of the boards' firmware.
    /// </summary>
    internal const int SystemBytes = 10_500;

    private const int AssemblyBytes = 136;
    private const int ReferenceBytes = 4;
    private const int TypeBytes = 8;
    private const int FieldBytes = 2;
    private const int MethodBytes = 3;
    private const int StaticFieldBytes = 12;

    /// <summary>Bytes that an assembly takes.</summary>
    internal static int Of(string path)
    {
        using PEReader file = new PEReader(File.OpenRead(path));
        MetadataReader metadata = file.GetMetadataReader();
        FieldAttributes[] fields = metadata.FieldDefinitions.Select(field => metadata.GetFieldDefinition(field).Attributes)
            .Where(attributes => (attributes & FieldAttributes.Literal) == 0).ToArray();
        int Count(TableIndex table) => metadata.GetTableRowCount(table);
        return AssemblyBytes
            + ReferenceBytes * (Count(TableIndex.AssemblyRef) + Count(TableIndex.TypeRef) + Count(TableIndex.MemberRef))
            + TypeBytes * Count(TableIndex.TypeDef)
            + FieldBytes * fields.Length
            + MethodBytes * Count(TableIndex.MethodDef)
            + StaticFieldBytes * fields.Count(attributes => (attributes & FieldAttributes.Static) != 0);
    }
}
