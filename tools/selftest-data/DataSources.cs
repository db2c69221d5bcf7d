// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using TinyInterp.IlMeter;

namespace TinyInterp.SelfTestData;

/// <summary>
/// The C# sources that embed golden cases in an app: several assemblies, because one holds less than 64 KB of static data. Every call
/// creates its bytes from that data, so that nothing is on the heap until asked for.
/// </summary>
public static class DataSources
{
    /// <summary>Number of assemblies, each a project of its own.</summary>
    public const int Assemblies = 4;

    /// <summary>Most static data of one assembly: with room for what the board's tools add to it.</summary>
    public const int MaxStaticData = 48_000;

    private const int BytesPerLine = 24;

    /// <summary>The sources by their paths below the repository's root.</summary>
    /// <param name="conformance">The folder of golden cases.</param>
    /// <exception cref="InvalidOperationException">The cases do not fit.</exception>
    public static IReadOnlyDictionary<string, string> Make(string conformance)
    {
        SortedDictionary<string, string> files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        List<List<EmbeddedCase>> sets = Split(EmbeddedCase.Choose(conformance));
        DeviceHeap heap = new DeviceHeap(InstrumentedAssemblies.OfThisProgram());
        for (int i = 0; i < sets.Count; i++)
        {
            char letter = (char)('a' + i);
            char capital = (char)('A' + i);
            files.Add("boards/selftest/data-" + letter + "/SelfTestData" + capital + ".cs", Source(capital, sets[i], heap));
        }

        return files;
    }

    private static List<List<EmbeddedCase>> Split(IReadOnlyList<EmbeddedCase> cases)
    {
        long total = 0;
        foreach (EmbeddedCase item in cases)
        {
            total += item.Size;
        }

        // Equal shares; a set closes when it has reached its share of what was given out so far.
        List<List<EmbeddedCase>> sets = new List<List<EmbeddedCase>>();
        long given = 0;
        foreach (EmbeddedCase item in cases)
        {
            if (given * Assemblies >= total * sets.Count)
            {
                sets.Add(new List<EmbeddedCase>());
            }

            sets[^1].Add(item);
            given += item.Size;
        }

        foreach (List<EmbeddedCase> set in sets)
        {
            int size = 0;
            set.ForEach(item => size += item.Size);
            if (size > MaxStaticData)
            {
                throw new InvalidOperationException("A set has " + size + " bytes; make more assemblies.");
            }
        }

        return sets;
    }

    private static string Source(char capital, List<EmbeddedCase> cases, DeviceHeap heap)
    {
        StringBuilder text = new StringBuilder();
        text.Append("// Copyright (c) TinyInterp contributors.\n");
        text.Append("// Licensed under the MIT licence; see LICENSE in the project root.\n");
        text.Append("// Written by tools/selftest-data from tests/conformance; not to be edited.\n\n");
        text.Append("namespace TinyInterp.Boards;\n\n");
        text.Append("/// <summary>Golden cases, set ").Append(capital).Append(".</summary>\n");
        text.Append("public sealed class SelfTestData").Append(capital).Append(" : ISelfTestData\n{\n");
        text.Append("    /// <inheritdoc />\n    public int Count => ").Append(cases.Count).Append(";\n");
        AppendSwitch(text, "string Name", cases, item => "            return \"" + item.Name + "\";\n", "string.Empty");
        AppendSwitch(text, "KernelFamilies Kernels", cases, item => "            return " + string.Join(" | ", item.Kernels.Select(family => "KernelFamilies." + family.Name)) + ";\n", "0");
        AppendSwitch(text, "int HeapBytes", cases, item => "            return " + item.HeapBytes(heap) + ";\n", "0");
        AppendSwitch(text, "byte[] Model", cases, item => Bytes(item.Model), "null");
        AppendSwitch(text, "byte[] Inputs", cases, item => Bytes(item.Inputs), "null");
        AppendSwitch(text, "byte[] Outputs", cases, item => Bytes(item.Outputs), "null");
        return text.Append("}\n").ToString();
    }

    private static void AppendSwitch(
        StringBuilder text, string signature, List<EmbeddedCase> cases, Func<EmbeddedCase, string> body, string otherwise)
    {
        text.Append("\n    /// <inheritdoc />\n    public ").Append(signature).Append("(int index)\n    {\n        switch (index)\n        {\n");
        for (int i = 0; i < cases.Count; i++)
        {
            text.Append("            case ").Append(i.ToString(CultureInfo.InvariantCulture)).Append(":\n    ").Append(body(cases[i]));
        }

        text.Append("            default:\n                return ").Append(otherwise).Append(";\n        }\n    }\n");
    }

    private static string Bytes(byte[] bytes)
    {
        if (bytes.Length == 0)
        {
            return "            return new byte[0];\n";
        }

        StringBuilder text = new StringBuilder("            return new byte[]\n                {\n");
        for (int start = 0; start < bytes.Length; start += BytesPerLine)
        {
            text.Append("                    ");
            for (int i = start; i < bytes.Length && i < start + BytesPerLine; i++)
            {
                text.Append(bytes[i].ToString(CultureInfo.InvariantCulture)).Append(i + 1 < bytes.Length ? "," : string.Empty);
                text.Append(i + 1 < bytes.Length && i + 1 < start + BytesPerLine ? " " : string.Empty);
            }

            text.Append('\n');
        }

        return text.Append("                };\n").ToString();
    }
}
