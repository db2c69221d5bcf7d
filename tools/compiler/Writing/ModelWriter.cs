// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using TinyInterp.Compiler.Graph;

namespace TinyInterp.Compiler.Writing;

/// <summary>Collects the classes of a compiled model and the arrays they work on.</summary>
public sealed class ModelWriter
{
    private readonly Dictionary<(string, object), string> _sharedNames = new();
    private readonly Dictionary<string, ArrayField> _arrays = new();
    private readonly List<LayerPart> _parts = new();
    private readonly List<LayerPart> _shared = new();
    private readonly List<string> _order = new();
    private readonly Dictionary<string, string> _tables = new();

    /// <summary>A writer.</summary>
    /// <param name="className">Name of the model's class; the names of all others begin with it.</param>
    /// <param name="plan">Where tensors lie.</param>
    /// <param name="tables">Clamp tables.</param>
    public ModelWriter(string className, StoragePlan plan, ClampTables tables)
    {
        ClassName = className;
        Plan = plan;
        foreach (StorageRegion region in StorageRegion.All)
        {
            Add(new ArrayField(
                region.Name, region.ElementType, region.ElementBytes, () => plan.Count(region), () => "new " + region.ElementType + "[" + plan.Count(region) + "]"));
        }

        foreach (ClampTable table in tables.All)
        {
            Add(new ArrayField(
                table.Name, "sbyte", 1, () => table.Count, () => "ClampTable.New(" + table.Min + ", " + table.Max + ", " + table.First + ", " + table.Last + ")"));
        }
    }

    /// <summary>Name of the model's class.</summary>
    public string ClassName { get; }

    /// <summary>Where tensors lie.</summary>
    public StoragePlan Plan { get; }

    /// <summary>The classes that run layers, in the order in which they run.</summary>
    public IReadOnlyList<LayerPart> Parts => _parts;

    /// <summary>The shared classes that each layer uses.</summary>
    public Dictionary<LayerCode, HashSet<string>> SharedBy { get; } = new();

    /// <summary>The classes that several layers share.</summary>
    public IReadOnlyList<LayerPart> SharedParts => _shared;

    /// <summary>The arrays that are used.</summary>
    public IReadOnlyList<ArrayField> Arrays => _order.Select(name => _arrays[name]).Where(IsUsed).ToArray();

    /// <summary>The region of a tensor, by its name in generated code.</summary>
    public string Region(GraphTensor tensor)
    {
        return StorageRegion.Of(tensor.Type)!.Name;
    }

    /// <summary>A table of the model's own.</summary>
    public void Add(ArrayField array)
    {
        if (_arrays.TryAdd(array.Name, array))
        {
            _order.Add(array.Name);
        }
    }

    /// <summary>A table of bytes; equal ones are there once.</summary>
    /// <returns>The name of the table, which is that of an equal one where there is one.</returns>
    public string AddTable(string name, sbyte[] values)
    {
        string initializer = "new sbyte[] { " + string.Join(", ", values) + " }";
        if (_tables.TryGetValue(initializer, out string? equal))
        {
            return equal;
        }

        _tables.Add(initializer, name);
        Add(new ArrayField(name, "sbyte", 1, () => values.Length, () => initializer));
        return name;
    }

    /// <summary>An array by its name.</summary>
    public ArrayField Array(string name)
    {
        return _arrays[name];
    }

    /// <summary>Adds a class that runs a layer or a part of it: a static method Run with the arrays as parameters.</summary>
    public void AddPart(LayerCode layer, string suffix, IReadOnlyList<string> arrays, Action<CSharpWriter> body)
    {
        string name = ClassName + "Layer" + layer.Node.Index.ToString("00") + suffix;
        CSharpWriter code = new CSharpWriter();
        LayerDescription.Write(code, layer, suffix);
        code.Open("public static class " + name);
        code.Summary("Runs it.");
        code.Wrapped("public static void Run(", arrays.Select((array, i) => (i == 0 ? string.Empty : ", ") + _arrays[array].Type + "[] " + array), ")");
        code.Open();
        body(code);
        code.Close();
        code.Close();
        _parts.Add(new LayerPart(layer, name, code.ToString(), [name + ".Run(" + string.Join(", ", arrays) + ");"], arrays));
    }

    /// <summary>Adds a class of static data.</summary>
    public void AddData(string name, Action<CSharpWriter> body)
    {
        CSharpWriter code = new CSharpWriter();
        body(code);
        _shared.Add(new LayerPart(null, name, code.ToString(), [], []));
    }

    /// <summary>Adds statements of Invoke that need no class.</summary>
    public void AddCalls(LayerCode layer, IReadOnlyList<string> arrays, IReadOnlyList<string> calls)
    {
        _parts.Add(new LayerPart(layer, null, null, calls, arrays));
    }

    /// <summary>A class that layers with the same key share.</summary>
    /// <param name="layer">The layer that uses it.</param>
    /// <param name="kind">What it is, as a part of its name.</param>
    /// <param name="key">What tells it from others of its kind.</param>
    /// <param name="summary">Its documentation.</param>
    /// <param name="body">Writes its methods.</param>
    /// <returns>Its name.</returns>
    public string Shared(LayerCode layer, string kind, object key, string summary, Action<CSharpWriter> body)
    {
        if (!_sharedNames.TryGetValue((kind, key), out string? name))
        {
            name = ClassName + kind + _sharedNames.Keys.Count(other => other.Item1 == kind);
            _sharedNames.Add((kind, key), name);
            CSharpWriter code = new CSharpWriter();
            code.Summary(summary);
            code.Open("public static class " + name);
            code.Summary("Computes it.");
            body(code);
            code.Close();
            _shared.Add(new LayerPart(null, name, code.ToString(), [], []));
        }

        if (!SharedBy.TryGetValue(layer, out HashSet<string>? names))
        {
            SharedBy.Add(layer, names = new HashSet<string>());
        }

        names.Add(name);
        return name;
    }

    private bool IsUsed(ArrayField array)
    {
        return _parts.Any(part => part.Arrays.Contains(array.Name)) || (StorageRegion.All.Any(region => region.Name == array.Name) && array.Count() != 0);
    }
}
