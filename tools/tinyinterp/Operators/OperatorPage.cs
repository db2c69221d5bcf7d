// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace TinyInterp.Tool.Operators;

/// <summary>The catalogue as the page docs/operators.md.</summary>
internal static class OperatorPage
{
    internal static string Write(IReadOnlyList<OperatorEntry> entries)
    {
        StringBuilder page = new StringBuilder();
        page.Append("# Operators\n\n");
        page.Append("Written by `dotnet run --project tools/tinyinterp -c Release -- operators --out docs/operators.md`; a test keeps it current.\n\n");
        page.Append(entries.Where(e => !e.IsCustom).Select(e => e.Operator).Distinct().Count()).Append(" builtin and ");
        page.Append(entries.Where(e => e.IsCustom).Select(e => e.Operator).Distinct().Count()).Append(" custom operators in ");
        page.Append(entries.Select(e => e.Assembly).Distinct().Count()).Append(" assemblies. An app registers what its model needs: ");
        page.Append("`new OpResolver().AddConv2D().AddSoftmax()`, or everything with `AddAll()`.\n\n");
        page.Append("The types are those of the data input, which selects the kernel. The version is the newest that the kernel supports; a model with a newer\n");
        page.Append("version is refused. The bytes are the IL of the kernel's own class on a device, without the code that kernels share.\n");
        foreach (IGrouping<string, OperatorEntry> assembly in entries.GroupBy(e => e.Assembly).OrderBy(group => group.Key, System.StringComparer.Ordinal))
        {
            page.Append("\n## ").Append(assembly.Key).Append("\n\n");
            page.Append("| operator | call | types | version | bytes | remarks |\n|---|---|---|---|---|---|\n");
            foreach (OperatorEntry entry in assembly)
            {
                page.Append("| ").Append(entry.Operator);
                page.Append(" | `").Append(entry.Call).Append("()`");
                page.Append(" | ").Append(entry.IsCustom ? "custom" : string.Join(", ", entry.Types));
                page.Append(" | ").Append(entry.MaxVersion.HasValue ? entry.MaxVersion.ToString() : "-");
                page.Append(" | ").Append(entry.Bytecode);
                page.Append(" | ").Append(entry.Remarks.Replace("|", "\\|")).Append(" |\n");
            }
        }

        return page.ToString();
    }
}
