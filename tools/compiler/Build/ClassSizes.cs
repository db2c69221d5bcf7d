// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.IO;
using System.Linq;
using Mono.Cecil;

namespace TinyInterp.Compiler.Build;

/// <summary>Bytes of IL of each class of an assembly: what counts against the device's 64 KB of one assembly.</summary>
public static class ClassSizes
{
    /// <summary>Sizes by the name of the class.</summary>
    public static IReadOnlyDictionary<string, int> Of(byte[] image)
    {
        using AssemblyDefinition assembly = AssemblyDefinition.ReadAssembly(new MemoryStream(image));
        return assembly.MainModule.Types.ToDictionary(
            type => type.Name, type => type.Methods.Where(method => method.HasBody).Sum(method => method.Body.CodeSize));
    }

    /// <summary>At most so many bytes of array initialisers in each class: counted in the widest type that it uses.</summary>
    public static IReadOnlyDictionary<string, int> StaticDataOf(IReadOnlyDictionary<string, string> texts)
    {
        return texts.ToDictionary(
            pair => pair.Key,
            pair => pair.Value.Contains("new long[] {") ? 8 * pair.Value.Count(c => c == ',')
                : pair.Value.Contains("new int[] {") ? 4 * pair.Value.Count(c => c == ',')
                : pair.Value.Contains("byte[] {") ? pair.Value.Count(c => c == ',') : 0);
    }
}
