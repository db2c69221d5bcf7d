// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Linq;
using System.Reflection;
using System.Text;

namespace TinyInterp.ApiSurface;

/// <summary>The public members of an assembly as text that is compared in reviews: api/NAME.txt.</summary>
public static class ApiFile
{
    /// <summary>The file's text: types by full name, members indented.</summary>
    public static string Write(Assembly assembly)
    {
        StringBuilder text = new();
        foreach (IGrouping<string?, Type> group in assembly.GetExportedTypes().GroupBy(type => type.Namespace).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            text.Append("namespace ").Append(group.Key).Append('\n');
            foreach (Type type in group.OrderBy(type => type.FullName, StringComparer.Ordinal))
            {
                text.Append('\n').Append(MemberText.Declaration(type)).Append('\n');
                foreach (string member in MemberText.Of(type))
                {
                    text.Append("    ").Append(member).Append('\n');
                }
            }

            text.Append('\n');
        }

        return text.ToString().TrimEnd('\n') + "\n";
    }
}
