// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;

namespace TinyInterp.Planner.Packing;

/// <summary>Blocks to be placed so that those live at one moment lie apart, in as little memory as possible.</summary>
public sealed class PackingProblem
{
    private readonly int[][] _neighbours;
    private readonly Dictionary<(int Lower, int Upper), int> _overlaps = new();

    /// <summary>A problem.</summary>
    /// <param name="blocks">The blocks.</param>
    /// <param name="overlaps">Pairs that may share some memory, or null.</param>
    /// <param name="alignment">What every offset must be a multiple of.</param>
    /// <exception cref="ArgumentException">A block has no size or no time, or an overlap is not one of an output with an input.</exception>
    public PackingProblem(IReadOnlyList<Block> blocks, IReadOnlyList<Overlap>? overlaps = null, int alignment = 1)
    {
        if (blocks.Any(block => block.Size < 1 || block.First > block.Last) || alignment < 1)
        {
            throw new ArgumentException("Every block needs a size and a time, and the alignment must be at least 1.");
        }

        Blocks = blocks;
        Overlaps = overlaps ?? [];
        Alignment = alignment;
        foreach (Overlap overlap in Overlaps)
        {
            Block output = blocks[overlap.Output];
            Block input = blocks[overlap.Input];
            if (output.First != input.Last || overlap.Units < 0 || overlap.Units > output.Size)
            {
                throw new ArgumentException("An output may overlap an input whose life ends as its own begins, by at most its size.");
            }

            _overlaps.Add((overlap.Output, overlap.Input), overlap.Units);
        }

        _neighbours = Enumerable.Range(0, blocks.Count)
            .Select(i => Enumerable.Range(0, blocks.Count).Where(k => k != i && blocks[i].MeetsInTime(blocks[k])).ToArray())
            .ToArray();

        // The load only grows where a block begins.
        Moments = blocks.Select(block => block.First).Distinct().Order().ToArray();
        Bound = Moments.Select(Load).Append(0).Max();
    }

    /// <summary>The blocks.</summary>
    public IReadOnlyList<Block> Blocks { get; }

    /// <summary>The pairs that may share memory.</summary>
    public IReadOnlyList<Overlap> Overlaps { get; }

    /// <summary>What every offset is a multiple of.</summary>
    public int Alignment { get; }

    /// <summary>The moments at which a block begins.</summary>
    public IReadOnlyList<int> Moments { get; }

    /// <summary>The most that is live at one moment, overlaps taken off: no packing takes less.</summary>
    public long Bound { get; }

    /// <summary>The blocks that are live at some moment at which a block is.</summary>
    public IReadOnlyList<int> Neighbours(int block)
    {
        return _neighbours[block];
    }

    /// <summary>The least distance between the offsets of two blocks that meet in time, one of which lies lower.</summary>
    public int Clearance(int lower, int upper)
    {
        return Blocks[lower].Size - OverlapOf(lower, upper);
    }

    /// <summary>How far <paramref name="lower"/> may reach into <paramref name="upper"/>.</summary>
    public int OverlapOf(int lower, int upper)
    {
        return _overlaps.Count != 0 && _overlaps.TryGetValue((lower, upper), out int units) ? units : 0;
    }

    /// <summary>An offset that is allowed, from a number on.</summary>
    public long AlignUp(long offset)
    {
        return (offset + Alignment - 1) / Alignment * Alignment;
    }

    /// <summary>Whether two blocks at these offsets may be live at once.</summary>
    public bool AreApart(int a, long offsetOfA, int b, long offsetOfB)
    {
        return offsetOfA + Clearance(a, b) <= offsetOfB || offsetOfB + Clearance(b, a) <= offsetOfA;
    }

    /// <summary>Whether offsets solve the problem.</summary>
    public bool IsSolvedBy(long[] offsets)
    {
        return Enumerable.Range(0, Blocks.Count).All(i =>
            offsets[i] >= 0 && offsets[i] % Alignment == 0 && _neighbours[i].All(k => k < i || AreApart(i, offsets[i], k, offsets[k])));
    }

    /// <summary>Memory that offsets take.</summary>
    public long HeightOf(long[] offsets)
    {
        return Enumerable.Range(0, Blocks.Count).Select(i => offsets[i] + Blocks[i].Size).Append(0).Max();
    }

    private long Load(int moment)
    {
        bool IsLive(int block) => Blocks[block].First <= moment && moment <= Blocks[block].Last;
        return Enumerable.Range(0, Blocks.Count).Where(IsLive).Sum(i => (long)Blocks[i].Size)
            - Overlaps.Where(overlap => IsLive(overlap.Output) && IsLive(overlap.Input)).Sum(overlap => (long)overlap.Units);
    }
}
