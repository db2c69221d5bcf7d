// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using TinyInterp.Golden;
using TinyInterp.IlMeter;

namespace TinyInterp.SelfTestData;

/// <summary>A golden case's first set, its files one after the other.</summary>
public sealed class EmbeddedCase
{
    // What a case takes beside the model's own: frames, strings, and the board's garbage until it is collected.
    private const int OtherBytes = 3 * 1024;

    // A registration, its delegate, and its place in the resolver's list.
    private const int RegistrationBytes = 84 + 36 + 12;

    // Coarse, so that a field more or less in some object does not change all data.
    private const int HeapUnit = 2 * 1024;

    private IReadOnlyList<KernelFamily>? _kernels;

    private EmbeddedCase(GoldenCase golden)
    {
        Name = golden.Id;
        Model = golden.ReadModel();
        Inputs = Join(Enumerable.Range(0, golden.InputCount).Select(i => golden.ReadInput(0, i)));
        Outputs = Join(Enumerable.Range(0, golden.OutputCount).Select(i => golden.ReadOutput(0, i)));
    }

    /// <summary>The case's name.</summary>
    public string Name { get; }

    /// <summary>The model.</summary>
    public byte[] Model { get; }

    /// <summary>All inputs.</summary>
    public byte[] Inputs { get; }

    /// <summary>All outputs.</summary>
    public byte[] Outputs { get; }

    /// <summary>Static data that the case takes.</summary>
    public int Size => Model.Length + Inputs.Length + Outputs.Length;

    /// <summary>The families of kernels that the model needs.</summary>
    public IReadOnlyList<KernelFamily> Kernels => _kernels ??= KernelFamily.NeededBy(Model);

    /// <summary>Bytes of free heap that a board needs to run the case, as <see cref="DeviceHeap"/> estimates them.</summary>
    public int HeapBytes(DeviceHeap heap)
    {
        // The outputs are there twice: expected and actual.
        int bytes = heap.Predict(Model).LiveFreeHeapBytes + OtherBytes + Inputs.Length + 2 * Outputs.Length
            + KernelFamily.NewResolver(Kernels).Count * RegistrationBytes;
        return (bytes + HeapUnit - 1) / HeapUnit * HeapUnit;
    }

    /// <summary>
    /// The smallest case of every zip. The whole graph comes first; the others follow by folder and name. Cases whose outputs hold what
    /// a board cannot make, an infinity or a NaN, are left out: there a division by zero throws.
    /// </summary>
    public static IReadOnlyList<EmbeddedCase> Choose(string conformance)
    {
        List<EmbeddedCase> chosen = new List<EmbeddedCase>();
        string[] zips = Directory.GetFiles(conformance, "*.zip", SearchOption.AllDirectories);
        foreach (string zip in zips.OrderBy(IsOperator).ThenBy(file => file, StringComparer.Ordinal))
        {
            foreach (CaseSource source in CaseSource.Open(zip))
            {
                using (source)
                {
                    EmbeddedCase? smallest = CaseReader.Read(source)
                        .Select(golden => new EmbeddedCase(golden))
                        .Where(candidate => !candidate.HasSpecialOutputs)
                        .OrderBy(candidate => candidate.Size)
                        .FirstOrDefault();
                    if (smallest != null)
                    {
                        chosen.Add(smallest);
                    }
                }
            }
        }

        return chosen;
    }

    private bool HasSpecialOutputs
    {
        get
        {
            for (int i = 0; i + 4 <= Outputs.Length; i += 4)
            {
                if (!float.IsFinite(BitConverter.ToSingle(Outputs, i)) && (Name.Contains("f32") || Name.Contains("float")))
                {
                    return true;
                }
            }

            return false;
        }
    }

    private static bool IsOperator(string zip)
    {
        return !Path.GetFileName(zip).StartsWith("graph_", StringComparison.Ordinal);
    }

    private static byte[] Join(IEnumerable<byte[]> parts)
    {
        return parts.SelectMany(part => part).ToArray();
    }
}
