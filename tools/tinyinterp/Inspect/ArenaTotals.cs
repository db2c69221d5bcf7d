// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Tool.Inspect;

/// <summary>What a model takes of an arena.</summary>
internal sealed class ArenaTotals
{
    /// <summary>More than any board has. Finding out the needs takes the memory itself, which a hostile model may not have of a desktop.</summary>
    private const long LargestArena = 1 << 29;

    internal ArenaTotals(ArenaReport main, ModelDiagnosis diagnosis, byte[] model, bool isRunnable)
    {
        ActivationBytes = main.ActivationBytes;
        LowerBoundBytes = main.LowerBoundBytes;
        if (isRunnable)
        {
            PlanBytes = main.PlanBytes;
            VariableBytes = diagnosis.VariableBytes;
            KernelBytes = diagnosis.KernelBytes;
            ArenaNeeds? needs = TotalBytes <= LargestArena ? ArenaNeeds.Of(model) : null;
            LeanBytes = needs?.LeanBytes;
            FastBytes = needs?.FastBytes;
        }
    }

    /// <summary>Bytes of the main subgraph's activations as planned.</summary>
    public long ActivationBytes { get; }

    /// <summary>The most bytes of them that are live at one moment. Only a plan in which tensors overlap can take fewer.</summary>
    public long LowerBoundBytes { get; }

    /// <summary>Bytes of the whole plan: activations, scratch, called subgraphs; null where the model cannot be run.</summary>
    public long? PlanBytes { get; }

    /// <summary>Bytes of variable tensors; null where the model cannot be run.</summary>
    public long? VariableBytes { get; }

    /// <summary>Bytes of what kernels keep; null where the model cannot be run.</summary>
    public long? KernelBytes { get; }

    /// <summary>Plan, variables and kernels together, without copies of constants; null where the model cannot be run.</summary>
    public long? TotalBytes => PlanBytes + VariableBytes + KernelBytes;

    /// <summary>The least arena with which the model runs; null where it cannot be run, or only with more than half a gigabyte.</summary>
    public long? LeanBytes { get; }

    /// <summary>The arena with which it runs as fast as it can, and as profile says; null likewise.</summary>
    public long? FastBytes { get; }
}
