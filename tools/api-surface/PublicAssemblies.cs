// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using TinyInterp.Compiled;
using TinyInterp.Kernels;
using TinyInterp.Storage;

namespace TinyInterp.ApiSurface;

/// <summary>The assemblies whose public members are promised to users: those that become packages.</summary>
public static class PublicAssemblies
{
    /// <summary>Loads all of them, by name.</summary>
    public static IReadOnlyList<Assembly> Load()
    {
        SortedDictionary<string, Assembly> found = new(StringComparer.Ordinal);
        Stack<Assembly> open = new([typeof(AllKernels).Assembly, typeof(CompiledModel).Assembly, typeof(ModelFile).Assembly]);
        while (open.TryPop(out Assembly? assembly))
        {
            if (!found.TryAdd(assembly.GetName().Name!, assembly))
            {
                continue;
            }

            foreach (AssemblyName reference in assembly.GetReferencedAssemblies().Where(IsOurs))
            {
                open.Push(Assembly.Load(reference));
            }
        }

        return found.Values.ToArray();
    }

    private static bool IsOurs(AssemblyName name)
    {
        return name.Name!.StartsWith("TinyInterp", StringComparison.Ordinal);
    }
}
