// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Mono.Cecil;
using TinyInterp.Golden;
using TinyInterp.IlMeter;
using TinyInterp.Schema;
using TinyInterp.Tool.Inspect;

namespace TinyInterp.Tool.Ledgers;

/// <summary>
/// What the project costs, as committed numbers: IL units of one Invoke, arena bytes, and bytecode of each library on a device. A change that
/// makes one of them worse is seen in the change itself.
/// </summary>
internal sealed class Ledger
{
    /// <summary>How much worse a number may get before it counts.</summary>
    internal const double Tolerance = 0.03;

    private static readonly JsonSerializerOptions _json = new() { WriteIndented = true };

    // Whole models of other people, measured where ../shared lies beside the project.
    private static readonly string[] _models = ["hello_world_int8", "kws_ref_model", "micro_speech_quantized", "pretrainedResnet_quant"];

    private readonly SortedDictionary<string, double> _entries = new(StringComparer.Ordinal);

    private Ledger(string fileName)
    {
        FileName = fileName;
    }

    /// <summary>Name of the file in the ledger's folder.</summary>
    internal string FileName { get; }

    /// <summary>The numbers by name.</summary>
    internal IReadOnlyDictionary<string, double> Entries => _entries;

    /// <summary>
    /// Measures the first case of each zip of golden cases, whole models where they are at hand, and every library.
    /// </summary>
    /// <param name="conformance">The folder with the golden cases.</param>
    /// <param name="models">The folder with the zips of whole models; may be missing.</param>
    /// <param name="keyword">The project's keyword model.</param>
    internal static Ledger[] Measure(string conformance, string models, string keyword)
    {
        Ledger il = new("il.json");
        Ledger arena = new("arena.json");
        Ledger bytecode = new("bytecode.json");
        IlProfiler profiler = IlProfiler.OfThisProgram();
        foreach (string path in _models.Select(name => Path.Combine(models, name + ".zip")).Where(File.Exists).Prepend(conformance))
        {
            foreach (CaseSource source in CaseSource.Open(path))
            {
                using (source)
                {
                    GoldenCase golden = CaseReader.Read(source)[0];
                    byte[] model = golden.ReadModel();
                    byte[][] inputs = Enumerable.Range(0, golden.InputCount).Select(i => golden.ReadInput(0, i)).ToArray();
                    string name = path == conformance ? golden.Id : Path.GetFileNameWithoutExtension(path);
                    il.AddProfile(name, ModelVerifier.Verify(model), profiler.Profile(model, inputs));
                    arena._entries.Add(name, Engines.Device.Load(model).ArenaUsedBytes);
                }
            }
        }

        string keywordName = Path.GetFileNameWithoutExtension(keyword);
        byte[] keywordModel = InputFiles.Read(keyword);
        il.AddProfile(keywordName, ModelVerifier.Verify(keywordModel), profiler.Profile(keywordModel));
        arena._entries.Add(keywordName, Engines.Device.Load(keywordModel).ArenaUsedBytes);
        il._entries.Add("LogMelFrontEnd frame", Math.Round(FrontEndMeter.UnitsPerFrame(), 1));

        foreach (string path in Directory.GetFiles(DeviceLoadContext.DefaultFolder, "TinyInterp*.dll").Where(IsLibrary))
        {
            using AssemblyDefinition assembly = AssemblyDefinition.ReadAssembly(path);
            bytecode._entries.Add(
                assembly.Name.Name,
                assembly.MainModule.GetTypes().SelectMany(type => type.Methods).Where(m => m.HasBody).Sum(m => m.Body.CodeSize));
        }

        return [il, arena, bytecode];
    }

    /// <summary>Whether a device assembly is a library; a program that measures may have boards' assemblies beside it, too.</summary>
    private static bool IsLibrary(string path)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        return name is "TinyInterp" or "TinyInterp.Signal" or "TinyInterp.Keyword"
            || name.StartsWith("TinyInterp.Kernels.", StringComparison.Ordinal);
    }

    /// <summary>Whether an entry is one of a whole model, which not every machine has.</summary>
    internal static bool IsOfModel(string name)
    {
        return _models.Any(model => name == model || name.StartsWith(model + " ", StringComparison.Ordinal));
    }

    /// <summary>Writes the numbers into a folder.</summary>
    internal void Write(string folder)
    {
        Write(folder, _entries);
    }

    /// <summary>
    /// Writes numbers that the committed ledger lacks and removes those that are gone. The others stay, so that a change for the worse
    /// is still seen.
    /// </summary>
    /// <param name="folder">The folder with the committed numbers.</param>
    /// <param name="hasModels">Whether whole models were measured; else their entries stay.</param>
    /// <returns>How many numbers were added or removed.</returns>
    internal int Add(string folder, bool hasModels)
    {
        Dictionary<string, double> committed = Read(folder);
        SortedDictionary<string, double> merged = new(StringComparer.Ordinal);
        foreach (string name in _entries.Keys.Union(committed.Keys.Where(name => !hasModels && IsOfModel(name))))
        {
            merged.Add(name, committed.TryGetValue(name, out double old) ? old : _entries[name]);
        }

        Write(folder, merged);
        return merged.Keys.Except(committed.Keys).Count() + committed.Keys.Except(merged.Keys).Count();
    }

    /// <summary>What is worse than the committed numbers allow, or not among them: one line each.</summary>
    /// <param name="folder">The folder with the committed numbers.</param>
    /// <param name="hasModels">Whether whole models were measured; else their entries are left out.</param>
    internal IEnumerable<string> Compare(string folder, bool hasModels)
    {
        Dictionary<string, double> committed = Read(folder);
        foreach (string name in _entries.Keys.Union(committed.Keys))
        {
            if (!hasModels && IsOfModel(name))
            {
                continue;
            }

            if (!committed.TryGetValue(name, out double old))
            {
                yield return FileName + ": " + name + " is new";
            }
            else if (!_entries.TryGetValue(name, out double now))
            {
                yield return FileName + ": " + name + " is gone";
            }
            else if (now > old * (1 + Tolerance))
            {
                yield return FormattableString.Invariant($"{FileName}: {name} was {old} and is {now}, {100 * (now / old - 1):0.0} % worse");
            }
        }
    }

    private Dictionary<string, double> Read(string folder)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            throw new ToolException(ExitCodes.BadInput, path + ": no such ledger; write it with --write");
        }

        return JsonSerializer.Deserialize<Dictionary<string, double>>(File.ReadAllText(path)) ?? [];
    }

    private void Write(string folder, SortedDictionary<string, double> entries)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, FileName), JsonSerializer.Serialize(entries, _json) + "\n");
    }

    /// <summary>Adds a model's units and units per MAC, in all and for each operator in it.</summary>
    private void AddProfile(string name, ModelView model, ModelProfile profile)
    {
        (double Units, int Runs, OperatorReport Report)[] nodes = profile.Nodes
            .Select(node => (node.Units, Runs: node.Runs, Report: SubgraphReport.OperatorAt(model, node.Subgraph, node.Node)))
            .ToArray();
        AddUnits(name, profile.Total.Units, nodes.Sum(node => node.Runs * node.Report.Macs));
        if (nodes.Length > 1)
        {
            foreach (IGrouping<string, (double Units, int Runs, OperatorReport Report)> group in nodes.GroupBy(node => node.Report.Operator))
            {
                AddUnits(name + " " + group.Key, group.Sum(node => node.Units), group.Sum(node => node.Runs * node.Report.Macs));
            }
        }
    }

    private void AddUnits(string name, double units, long macs)
    {
        _entries.Add(name, Math.Round(units, 1));
        if (macs != 0)
        {
            _entries.Add(name + " per MAC", Math.Round(units / macs, 2));
        }
    }
}
