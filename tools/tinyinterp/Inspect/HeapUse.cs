// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.IlMeter;

namespace TinyInterp.Tool.Inspect;

/// <summary>What a model takes of a board's managed heap with one size of its arena.</summary>
internal sealed class HeapUse
{
    internal HeapUse(DeviceHeapReport heap, long longestArrayBytes, Board board)
    {
        SystemBytes = heap.SystemBytes;
        ModelBytes = heap.ModelBytes;
        ArenaBytes = heap.ArenaBytes;
        InterpreterBytes = heap.InterpreterBytes;
        KernelBytes = heap.KernelBytes;
        TableBytes = heap.StaticBytes;
        LiveBytes = heap.LiveBytes;
        NeededBytes = heap.NeededBytes;
        LeftBytes = board.LeastHeapBytes - LiveBytes;
        Fits = longestArrayBytes > board.LargestBlockBytes || NeededBytes > board.MostHeapBytes ? "no"
            : NeededBytes > board.LeastHeapBytes ? "perhaps" : "yes";
    }

    /// <summary>The VM, the class libraries and this project's, without their tables.</summary>
    public int SystemBytes { get; }

    /// <summary>The model's bytes.</summary>
    public int ModelBytes { get; }

    /// <summary>The arrays of the arena.</summary>
    public int ArenaBytes { get; }

    /// <summary>The interpreter with its tensors and views.</summary>
    public int InterpreterBytes { get; }

    /// <summary>The kernels with what they keep.</summary>
    public int KernelBytes { get; }

    /// <summary>Static tables of the libraries that the model needs.</summary>
    public int TableBytes { get; }

    /// <summary>All of these: what is taken while the model runs.</summary>
    public int LiveBytes { get; }

    /// <summary>The most that is taken at once, which is while the model is loaded.</summary>
    public int NeededBytes { get; }

    /// <summary>
    /// What the app can count on while the model runs: the board's least free heap without the model; negative if the model needs more. Null
    /// where no limit is known.
    /// </summary>
    public long? LeftBytes { get; }

    /// <summary>yes; perhaps: with the board's most free heap, not with its least; or no.</summary>
    public string Fits { get; }
}
