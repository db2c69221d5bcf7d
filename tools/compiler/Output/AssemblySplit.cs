// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Linq;
using TinyInterp.Compiler.Build;
using TinyInterp.Compiler.Writing;

namespace TinyInterp.Compiler.Output;

/// <summary>Divides the classes of a model among assemblies: a device holds 64 KB of IL in each.</summary>
internal static class AssemblySplit
{
    // The device's limit is 65,535; the metadata processor adds a little.
    private const int MaxBytes = 60_000;

    internal static CompiledSource Divide(CompileOptions options, ModelWriter writer, string modelClass)
    {
        LayerPart[] parts = writer.SharedParts.Concat(writer.Parts).ToArray();
        Dictionary<string, string> texts = parts.ToDictionary(part => part.Class, part => Text(options, part.Source));
        texts.Add(writer.ClassName, Text(options, modelClass));
        IReadOnlyDictionary<string, int> sizes = ClassSizes.Of(RoslynBuild.Compile("Measured", texts.Values, RoslynBuild.DesktopReferences));

        List<List<string>> groups = new() { new List<string>() };
        int bytes = 0;
        foreach (string name in parts.Select(part => part.Class).Append(writer.ClassName))
        {
            if (bytes + sizes[name] > MaxBytes && groups[^1].Count != 0)
            {
                groups.Add(new List<string>());
                bytes = 0;
            }

            bytes += sizes[name];
            groups[^1].Add(name);
        }

        string assembly = options.Namespace + "." + options.ClassName;
        SourceAssembly[] assemblies = groups.Select((group, i) => new SourceAssembly(
            i == groups.Count - 1 ? assembly : assembly + ".Layers" + (char)('A' + i),
            group.Select(name => new SourceFile(name + ".cs", texts[name], sizes[name])).ToArray())).ToArray();
        LayerReport[] layers = writer.Parts.GroupBy(part => part.Layer).Select(group => new LayerReport(
            group.Key.Node.Index, group.Key.Node.Name, group.Key.Node.Macs, group.Key.Form, group.Sum(part => sizes[part.Class]),
            group.Select(part => part.Class).ToArray())).ToArray();
        int regions = StorageRegion.All.Sum(region => writer.Plan.Count(region) * region.ElementBytes);
        int all = writer.Arrays.Sum(array => array.Count() * array.ElementBytes);
        return new CompiledSource(options.Namespace + "." + options.ClassName, assemblies, layers, regions, all - regions);
    }

    private static string Text(CompileOptions options, string source)
    {
        return "// Written by tinyinterp compile for " + options.ModelName + "; compile again when the model changes.\n\n"
            + "using TinyInterp;\nusing TinyInterp.Compiled;\nusing TinyInterp.Schema;\n\nnamespace " + options.Namespace + ";\n\n" + source;
    }
}
