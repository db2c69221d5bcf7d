// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using TinyInterp.Kernels;

namespace TinyInterp.SelfTestData;

/// <summary>An assembly of kernels.</summary>
/// <param name="Name">Its member of the boards' enum KernelFamilies.</param>
/// <param name="AddTo">Registers all its kernels.</param>
public sealed record KernelFamily(string Name, Func<OpResolver, OpResolver> AddTo)
{
    private static readonly KernelFamily[] _all =
    [
        new("Neural", NeuralKernels.AddAllNeural),
        new("Elementwise", ElementwiseKernels.AddAllElementwise),
        new("Data", DataKernels.AddAllData),
        new("Reduce", ReduceKernels.AddAllReduce),
        new("Sequence", SequenceKernels.AddAllSequence),
        new("Control", ControlKernels.AddAllControl),
        new("Float", FloatKernels.AddAllFloat),
        new("Signal", SignalKernels.AddAllSignal),
        new("Custom", CustomKernels.AddAllCustom),
    ];

    /// <summary>The families that a model needs.</summary>
    public static IReadOnlyList<KernelFamily> NeededBy(byte[] model)
    {
        List<KernelFamily> needed = _all.ToList();
        Load(model, needed);
        foreach (KernelFamily family in _all)
        {
            KernelFamily[] others = needed.Where(other => other != family).ToArray();
            try
            {
                Load(model, others);
                needed.Remove(family);
            }
            catch (ModelException)
            {
                // It cannot be spared.
            }
        }

        return needed;
    }

    /// <summary>A resolver of the kernels of some families.</summary>
    public static OpResolver NewResolver(IEnumerable<KernelFamily> families)
    {
        return families.Aggregate(new OpResolver(), (resolver, family) => family.AddTo(resolver));
    }

    private static void Load(byte[] model, IEnumerable<KernelFamily> families)
    {
        new MicroInterpreter(model, NewResolver(families), new TensorArena(int.MaxValue)).AllocateTensors();
    }
}
