// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;

namespace TinyInterp.Planner.Packing;

/// <summary>
/// Looks for a packing that takes no more than a capacity, or proves that there is none. Blocks are placed in the order of their offsets,
/// each as low as those below it allow: every packing becomes such a one when its blocks fall as far as they can, so no others need to
/// be tried. Branches end where some moment's blocks cannot all fit any more.
/// </summary>
internal sealed class CapacitySearch
{
    private readonly PackingProblem _problem;
    private readonly long _capacity;
    private readonly SearchBudget _budget;
    private readonly int[] _hard;
    private readonly int[][] _liveAt;
    private readonly long[] _offsets;
    private readonly long[] _floors;
    private long _next = long.MaxValue;
    private bool _isCutShort;

    private CapacitySearch(PackingProblem problem, long capacity, int[] easy, SearchBudget budget)
    {
        _problem = problem;
        _capacity = capacity;
        _budget = budget;
        HashSet<int> isEasy = easy.ToHashSet();
        IReadOnlyList<Block> blocks = problem.Blocks;
        _hard = Enumerable.Range(0, blocks.Count).Where(i => !isEasy.Contains(i)).OrderByDescending(i => blocks[i].Size).ToArray();
        _liveAt = problem.Moments
            .Select(moment => _hard.Where(i => blocks[i].First <= moment && moment <= blocks[i].Last).ToArray())
            .Where(live => live.Length != 0)
            .ToArray();
        _offsets = Enumerable.Repeat(FirstFit.Unplaced, blocks.Count).ToArray();
        _floors = new long[blocks.Count];
    }

    /// <summary>Searches.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="capacity">The memory that there is.</param>
    /// <param name="budget">The time that there is.</param>
    /// <returns>
    /// Offsets, or null. Without offsets, the least memory in which there may be a packing, all less being proved too little; 0 where
    /// the time was too short for a proof.
    /// </returns>
    internal static (long[]? Offsets, long Next) Run(PackingProblem problem, long capacity, SearchBudget budget)
    {
        int[] easy = EasyBlocks.Find(problem, capacity);
        CapacitySearch search = new CapacitySearch(problem, capacity, easy, budget);
        if (!search.Place(0, 0, -1))
        {
            return (null, search._isCutShort ? 0 : search._next);
        }

        foreach (int block in easy)
        {
            search._offsets[block] = FirstFit.LowestFree(problem, block, search._offsets);
        }

        return (search._offsets, 0);
    }

    /// <summary>Places all blocks that have no place yet.</summary>
    /// <param name="count">Number of hard blocks that have one.</param>
    /// <param name="lowest">The offset of the last one placed: the others lie no lower.</param>
    /// <param name="last">The last one placed.</param>
    private bool Place(int count, long lowest, int last)
    {
        if (count == _hard.Length)
        {
            return true;
        }

        if (_budget.IsSpent)
        {
            _isCutShort = true;
            return false;
        }

        if (!CanAllFit(lowest))
        {
            return false;
        }

        // A block above which another would find room for all of itself could fall no farther, but that other could: it goes first.
        long ceiling = long.MaxValue;
        foreach (int i in _hard)
        {
            if (_offsets[i] == FirstFit.Unplaced)
            {
                ceiling = Math.Min(ceiling, _floors[i] + _problem.Blocks[i].Size);
            }
        }

        foreach (int block in Candidates(lowest, last, ceiling))
        {
            long[] floors = Raise(block, _floors[block]);
            if (Place(count + 1, _offsets[block], block))
            {
                return true;
            }

            _offsets[block] = FirstFit.Unplaced;
            Lower(block, floors);
            if (_isCutShort)
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>The blocks that may come next, lowest first, of equal offsets the largest.</summary>
    private int[] Candidates(long lowest, int last, long ceiling)
    {
        return _hard
            .Where(i => _offsets[i] == FirstFit.Unplaced && _floors[i] >= lowest && _floors[i] < ceiling)
            .Where(i => _floors[i] > lowest || last < 0 || i > last || _problem.Blocks[i].MeetsInTime(_problem.Blocks[last]))
            .Where(i => !HasTwinBefore(i))
            .OrderBy(i => _floors[i])
            .ToArray();
    }

    /// <summary>Whether a block of the same size and time waits too, so that either may go first.</summary>
    private bool HasTwinBefore(int block)
    {
        return _problem.Overlaps.Count == 0
            && _hard.Any(other => other < block && _offsets[other] == FirstFit.Unplaced && _problem.Blocks[other] == _problem.Blocks[block]);
    }

    /// <summary>Whether at each moment the blocks without a place, put end to end on the lowest of their floors, stay below the capacity.</summary>
    private bool CanAllFit(long lowest)
    {
        foreach (int[] live in _liveAt)
        {
            long floor = long.MaxValue;
            long size = 0;
            foreach (int i in live)
            {
                if (_offsets[i] == FirstFit.Unplaced)
                {
                    long place = Math.Max(_floors[i], lowest);
                    floor = Math.Min(floor, place);
                    size += _problem.Blocks[i].Size - LargestOverlap(i);
                    if (!Fits(place + _problem.Blocks[i].Size))
                    {
                        return false;
                    }
                }
            }

            if (size != 0 && !Fits(floor + size))
            {
                return false;
            }
        }

        return true;
    }

    private bool Fits(long end)
    {
        if (end > _capacity)
        {
            _next = Math.Min(_next, end);
            return false;
        }

        return true;
    }

    /// <summary>The most that a block may save by lying over another.</summary>
    private long LargestOverlap(int block)
    {
        long largest = 0;
        foreach (Overlap overlap in _problem.Overlaps)
        {
            largest = overlap.Output == block ? Math.Max(largest, overlap.Units) : largest;
        }

        return largest;
    }

    /// <summary>Gives a block its place and lifts its neighbours above it.</summary>
    /// <returns>The neighbours' floors as they were.</returns>
    private long[] Raise(int block, long offset)
    {
        IReadOnlyList<int> neighbours = _problem.Neighbours(block);
        long[] floors = new long[neighbours.Count];
        _offsets[block] = offset;
        for (int n = 0; n < floors.Length; n++)
        {
            int other = neighbours[n];
            floors[n] = _floors[other];
            if (_offsets[other] == FirstFit.Unplaced)
            {
                _floors[other] = Math.Max(floors[n], _problem.AlignUp(offset + _problem.Clearance(block, other)));
            }
        }

        return floors;
    }

    private void Lower(int block, long[] floors)
    {
        IReadOnlyList<int> neighbours = _problem.Neighbours(block);
        for (int n = 0; n < floors.Length; n++)
        {
            _floors[neighbours[n]] = floors[n];
        }
    }
}
