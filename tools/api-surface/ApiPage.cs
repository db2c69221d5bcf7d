// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Text;

namespace TinyInterp.ApiSurface;

/// <summary>The public types with their first sentences: docs/api.md.</summary>
public static class ApiPage
{
    /// <summary>The page's text.</summary>
    public static string Write(IReadOnlyList<Assembly> assemblies)
    {
        StringBuilder page = new();
        page.Append("# Public types\n\n");
        page.Append("Written by `eng/update.sh` from the sources' documentation; a test keeps it current. Members are in `api/`, and in the documentation that\n");
        page.Append("editors show. Kernels are public, too, but an app needs only the methods that register them: [operators.md](operators.md) lists those.\n");
        foreach (Assembly assembly in assemblies)
        {
            Type[] types = assembly.GetExportedTypes().Where(type => !IsKernel(type)).OrderBy(type => type.FullName, StringComparer.Ordinal).ToArray();
            Summaries summaries = Summaries.Of(assembly);
            page.Append("\n## ").Append(assembly.GetName().Name).Append("\n\n| type | what it is |\n|---|---|\n");
            foreach (Type type in types)
            {
                page.Append("| `").Append(type.FullName!.Replace('+', '.')).Append("` | ").Append(summaries.Of(type).Replace("|", "\\|")).Append(" |\n");
            }
        }

        return page.ToString();
    }

    private static bool IsKernel(Type type)
    {
        return type.IsSubclassOf(typeof(Kernel));
    }
}
