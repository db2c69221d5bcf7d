// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;

namespace TinyInterp.Golden;

/// <summary>One model with inputs and the outputs that the reference gives for them.</summary>
public sealed class GoldenCase
{
    private readonly byte[]? _model;
    private readonly string? _modelName;

    internal GoldenCase(CaseSource source, CaseEntry entry, byte[]? model)
    {
        Source = source;
        Id = entry.Id;
        Operator = entry.Op ?? string.Empty;
        Type = entry.Type ?? string.Empty;
        IsStateful = entry.Stateful;
        _model = model;
        _modelName = entry.Model == null ? null : Resolve(entry.Model);
        Inputs = entry.Inputs.Select(set => (IReadOnlyList<string>)set.Select(Resolve).ToArray()).ToArray();
        Outputs = entry.Outputs.Select(set => (IReadOnlyList<string>)set.Select(Resolve).ToArray()).ToArray();
        RequireFiles();
    }

    /// <summary>The zip or folder it is from.</summary>
    public CaseSource Source { get; }

    /// <summary>Its name, and the folder of its files.</summary>
    public string Id { get; }

    /// <summary>The operator it is about.</summary>
    public string Operator { get; }

    /// <summary>The operator's main type.</summary>
    public string Type { get; }

    /// <summary>Whether all sets run in order on one interpreter; else each runs on a fresh one.</summary>
    public bool IsStateful { get; }

    /// <summary>Number of input sets.</summary>
    public int SetCount => Inputs.Count;

    /// <summary>Number of inputs, the same in every set.</summary>
    public int InputCount => Inputs[0].Count;

    /// <summary>Number of outputs, the same in every set.</summary>
    public int OutputCount => Outputs[0].Count;

    internal IReadOnlyList<IReadOnlyList<string>> Inputs { get; }

    internal IReadOnlyList<IReadOnlyList<string>> Outputs { get; }

    /// <summary>The model's bytes.</summary>
    /// <exception cref="CaseFormatException">The file is damaged.</exception>
    public byte[] ReadModel()
    {
        // RequireFiles has seen that one of the two is there.
        return _model ?? Source.Read(_modelName!);
    }

    /// <summary>The bytes of one input of one set.</summary>
    /// <exception cref="CaseFormatException">The file is damaged.</exception>
    public byte[] ReadInput(int set, int index)
    {
        return Source.Read(Inputs[set][index]);
    }

    /// <summary>The bytes that one output must have after one set.</summary>
    /// <exception cref="CaseFormatException">The file is damaged.</exception>
    public byte[] ReadOutput(int set, int index)
    {
        return Source.Read(Outputs[set][index]);
    }

    /// <summary>Where and which, for messages and test names.</summary>
    public override string ToString()
    {
        return Source.Name + " " + Id;
    }

    private void RequireFiles()
    {
        if (Inputs.Count == 0 || Inputs.Count != Outputs.Count)
        {
            throw Malformed("it has " + Inputs.Count + " input sets and " + Outputs.Count + " output sets");
        }

        if (_model == null && (_modelName == null || !Source.Contains(_modelName)))
        {
            throw Malformed("its model " + _modelName + " is missing; name one with --model FILE");
        }

        foreach (string name in Inputs.Concat(Outputs).SelectMany(set => set))
        {
            if (!Source.Contains(name))
            {
                throw Malformed("its file " + name + " is missing");
            }
        }
    }

    /// <summary>A path relative to a case's folder as one relative to the source's root.</summary>
    internal static string Resolve(CaseSource source, string id, string relative)
    {
        List<string> parts = new List<string>();
        foreach (string part in (id + "/" + relative).Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == "..")
            {
                if (parts.Count == 0)
                {
                    throw Malformed(source, id, "its path " + relative + " leaves " + source.Name);
                }

                parts.RemoveAt(parts.Count - 1);
            }
            else if (part != ".")
            {
                parts.Add(part);
            }
        }

        return string.Join('/', parts);
    }

    private string Resolve(string relative)
    {
        return Resolve(Source, Id, relative);
    }

    private CaseFormatException Malformed(string problem)
    {
        return Malformed(Source, Id, problem);
    }

    private static CaseFormatException Malformed(CaseSource source, string id, string problem)
    {
        return new CaseFormatException(source.FilePath + ": case " + id + ": " + problem);
    }
}
