// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using TinyInterp.Compiled;
using TinyInterp.Compiler.Build;
using TinyInterp.Compiler.Kernels;
using TinyInterp.Compiler.Writing;

namespace TinyInterp.Compiler.Output;

/// <summary>Divides the classes of a model among assemblies: a device holds 64 KB of IL in each.</summary>
internal static class AssemblySplit
{
    // The device's limit is 65,535; the metadata processor adds a little.
    private const int MaxBytes = 60_000;

    // Array initialisers share 65,535 bytes with signatures.
    private const int MaxDataBytes = 56_000;

    internal static CompiledSource Divide(CompileOptions options, ModelWriter writer, string modelClass)
    {
        LayerPart[] parts = writer.SharedParts.Concat(writer.Parts).Where(part => part.Class != null).ToArray();
        KernelLayer[] sections = writer.Parts.Select(part => part.Layer).OfType<KernelLayer>().Distinct().ToArray();
        string[] namespaces = sections.SelectMany(layer => layer.Calls.Namespaces)
            .Concat(["TinyInterp", "TinyInterp.Compiled", "TinyInterp.Schema"]).Distinct().Order(System.StringComparer.Ordinal).ToArray();
        Dictionary<string, string> texts = parts.ToDictionary(part => part.Class!, part => Text(options, namespaces, part.Source!));
        texts.Add(writer.ClassName, Text(options, namespaces, modelClass));
        IReadOnlyDictionary<string, int> data = ClassSizes.StaticDataOf(texts);
        IReadOnlyDictionary<string, int> sizes = options.MeasuresCode
            ? ClassSizes.Of(RoslynBuild.Compile("Measured", texts.Values, RoslynBuild.DesktopReferences))
            : texts.Keys.ToDictionary(name => name, _ => 0);

        List<List<string>> groups = new() { new List<string>() };
        int bytes = 0;
        int dataBytes = 0;
        foreach (string name in parts.Select(part => part.Class!).Append(writer.ClassName))
        {
            if ((bytes + sizes[name] > MaxBytes || dataBytes + data[name] > MaxDataBytes) && groups[^1].Count != 0)
            {
                groups.Add(new List<string>());
                bytes = 0;
                dataBytes = 0;
            }

            dataBytes += data[name];

            bytes += sizes[name];
            groups[^1].Add(name);
        }

        string assembly = options.Namespace + "." + options.ClassName;
        SourceAssembly[] assemblies = groups.Select((group, i) => new SourceAssembly(
            i == groups.Count - 1 ? assembly : assembly + ".Layers" + (char)('A' + i),
            group.Select(name => new SourceFile(name + ".cs", texts[name], sizes[name])).ToArray())).ToArray();
        LayerReport[] layers = writer.Parts.GroupBy(part => part.Layer!).SelectMany(group => Reports(writer, group, sizes)).ToArray();
        int regions = StorageRegion.All.Sum(region => writer.Plan.Count(region) * region.ElementBytes);
        int all = writer.Arrays.Sum(array => array.Count() * array.ElementBytes);
        return new CompiledSource(options.Namespace + "." + options.ClassName, assemblies, layers, regions, all - regions,
            sections.Sum(section => section.DescriptionBytes), References(sections));
    }

    /// <summary>A layer's report, and that of the node that it computes beside its own.</summary>
    private static IEnumerable<LayerReport> Reports(ModelWriter writer, IGrouping<LayerCode, LayerPart> parts, IReadOnlyDictionary<string, int> sizes)
    {
        LayerCode layer = parts.Key;
        yield return new LayerReport(
            layer.Node.Index, layer.Node.Name, layer.Node.Macs, layer.Form, parts.Sum(part => part.Class == null ? 0 : sizes[part.Class]),
            parts.Select(part => part.Class).OfType<string>().ToArray(),
            writer.SharedBy.TryGetValue(layer, out HashSet<string>? shared) ? shared.ToArray() : []);
        if (layer.FusedNode != null)
        {
            yield return new LayerReport(layer.FusedNode.Index, layer.FusedNode.Name, 0, "computed by node " + layer.Node.Index, 0, [], []);
        }
    }

    /// <summary>The assemblies that the code uses and those behind them: a device project lists all.</summary>
    private static IReadOnlyList<string> References(KernelLayer[] sections)
    {
        SortedSet<string> closure = new(System.StringComparer.Ordinal);
        Queue<string> open = new(sections.SelectMany(section => section.Calls.Assemblies).Append(typeof(CompiledModel).Assembly.GetName().Name!));
        while (open.TryDequeue(out string? name))
        {
            if (closure.Add(name))
            {
                foreach (AssemblyName reference in Assembly.Load(name).GetReferencedAssemblies().Where(
                    reference => reference.Name!.StartsWith("TinyInterp", System.StringComparison.Ordinal)))
                {
                    open.Enqueue(reference.Name!);
                }
            }
        }

        return closure.ToArray();
    }

    private static string Text(CompileOptions options, string[] namespaces, string source)
    {
        return "// Written by tinyinterp compile for " + options.ModelName + "; compile again when the model changes.\n\n"
            + string.Concat(namespaces.Select(name => "using " + name + ";\n")) + "\nnamespace " + options.Namespace + ";\n\n" + source;
    }
}
