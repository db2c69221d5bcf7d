// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Tool.Inspect;

/// <summary>What a model takes of an arena.</summary>
internal sealed class ArenaTotals
{
    internal ArenaTotals(ArenaReport main, ModelDiagnosis diagnosis, bool isRunnable)
    {
        ActivationBytes = main.ActivationBytes;
        LowerBoundBytes = main.LowerBoundBytes;
        if (isRunnable)
        {
            PlanBytes = main.PlanBytes;
            VariableBytes = diagnosis.VariableBytes;
            KernelBytes = diagnosis.KernelBytes;
        }
    }

    /// <summary>Bytes of the main subgraph's activations as planned.</summary>
    public long ActivationBytes { get; }

    /// <summary>The fewest bytes that any plan of them can take.</summary>
    public long LowerBoundBytes { get; }

    /// <summary>Bytes of the whole plan: activations, scratch, called subgraphs; null where the model cannot be run.</summary>
    public long? PlanBytes { get; }

    /// <summary>Bytes of variable tensors; null where the model cannot be run.</summary>
    public long? VariableBytes { get; }

    /// <summary>Bytes of what kernels keep; null where the model cannot be run.</summary>
    public long? KernelBytes { get; }

    /// <summary>The arena that the model needs; null where it cannot be run.</summary>
    public long? TotalBytes => PlanBytes + VariableBytes + KernelBytes;
}
