// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp;

/// <summary>
/// Places buffers with lifetimes in one block, greedily: one after the other, each as low as those that are live at the same time allow.
/// Buffers with fixed offsets keep them.
/// </summary>
/// <remarks>
/// The usual order, the largest buffer first, places inputs below outputs, where they cannot overlap. If buffers may overlap, an order
/// from the last buffer to the first is tried, too, and the better plan taken.
/// </remarks>
public static class MemoryPlanner
{
    /// <summary>The offset of a buffer that is not placed yet.</summary>
    public const int Unplaced = -1;

    /// <summary>Places <paramref name="count"/> buffers.</summary>
    /// <param name="count">Number of buffers; the arrays may be longer.</param>
    /// <param name="sizes">Number of elements of each buffer; a buffer of size 0 takes no memory.</param>
    /// <param name="first">First moment at which each buffer is live.</param>
    /// <param name="last">Last moment at which each buffer is live.</param>
    /// <param name="offsets">In: a fixed offset or <see cref="Unplaced"/>. Out: the offset of each buffer.</param>
    /// <param name="overlaps">The buffers that may share memory while both are live, or null.</param>
    /// <returns>Number of elements of the whole block.</returns>
    /// <exception cref="ModelException"><see cref="ErrorCode.PlanOverflow"/>: the block would have more than 2^31 - 1
    /// elements.</exception>
    public static int Plan(int count, int[] sizes, int[] first, int[] last, int[] offsets, BufferOverlaps overlaps = null)
    {
        if (overlaps == null)
        {
            return Place(count, sizes, first, last, offsets, BySize(count, sizes, offsets), null);
        }

        // A plan in which buffers overlap can, rarely, be the worse one, because it is greedy.
        int[] best = null;
        int least = 0;
        for (int attempt = 0; attempt < 3; attempt++)
        {
            int[] places = new int[count];
            Array.Copy(offsets, places, count);
            int[] order = attempt == 0 ? ByAge(count, sizes, first, offsets) : BySize(count, sizes, offsets);
            int total = Place(count, sizes, first, last, places, order, attempt == 2 ? null : overlaps);
            if (best == null || total < least)
            {
                best = places;
                least = total;
            }
        }

        Array.Copy(best, offsets, count);
        return least;
    }

    /// <summary>
    /// A lower bound for the number of elements of any plan without overlaps: the most that are live at one moment. A plan that needs no
    /// more is optimal. The bound is limited to 2^31 - 1, because no plan is larger.
    /// </summary>
    public static int LowerBound(int count, int[] sizes, int[] first, int[] last)
    {
        long bound = 0;
        for (int i = 0; i < count; i++)
        {
            // The load grows only at moments at which a buffer becomes live.
            long load = 0;
            for (int k = 0; k < count; k++)
            {
                if (first[k] <= first[i] && last[k] >= first[i])
                {
                    load += sizes[k];
                }
            }

            if (load > bound)
            {
                bound = load;
            }
        }

        return bound > int.MaxValue ? int.MaxValue : (int)bound;
    }

    /// <summary>
    /// How far above the offset of a buffer another one must begin if both are live at the same time: its size, or the distance that
    /// their overlap demands.
    /// </summary>
    internal static int Clearance(int lower, int upper, int[] sizes, BufferOverlaps overlaps)
    {
        int pair = overlaps == null ? -1 : overlaps.Find(lower, upper);
        return pair < 0 ? sizes[lower] : overlaps.Distance(pair);
    }

    /// <summary>Places all buffers in an order, in which those with fixed offsets come first.</summary>
    private static int Place(int count, int[] sizes, int[] first, int[] last, int[] offsets, int[] order, BufferOverlaps overlaps)
    {
        // Those placed are kept sorted by offset.
        int[] placed = new int[count];
        int placedCount = 0;
        long total = 0;
        for (int i = 0; i < count; i++)
        {
            int buffer = order[i];
            if (offsets[buffer] == Unplaced)
            {
                offsets[buffer] = LowestFree(buffer, sizes, first, last, offsets, placed, placedCount, overlaps);
            }

            int at = placedCount++;
            while (at > 0 && offsets[placed[at - 1]] > offsets[buffer])
            {
                placed[at] = placed[at - 1];
                at--;
            }

            placed[at] = buffer;
            long end = (long)offsets[buffer] + sizes[buffer];
            if (end > total)
            {
                total = end;
            }

            if (total > int.MaxValue)
            {
                throw Errors.Of(ErrorCode.PlanOverflow, int.MaxValue, total);
            }
        }

        return (int)total;
    }

    /// <summary>Indices of fixed buffers first, then of the others from large to small. Equal sizes keep their order.</summary>
    private static int[] BySize(int count, int[] sizes, int[] offsets)
    {
        int[] order = new int[count];
        for (int i = 0; i < count; i++)
        {
            int at = i;
            while (at > 0 && GoesBefore(i, order[at - 1], sizes, offsets))
            {
                order[at] = order[at - 1];
                at--;
            }

            order[at] = i;
        }

        return order;
    }

    /// <summary>
    /// Indices of fixed buffers first, then of the others from the last born to the first; of equal age, from large to small.
    /// </summary>
    private static int[] ByAge(int count, int[] sizes, int[] first, int[] offsets)
    {
        int[] order = BySize(count, sizes, offsets);
        for (int i = 1; i < count; i++)
        {
            int buffer = order[i];
            int at = i;
            while (at > 0 && offsets[buffer] == Unplaced && offsets[order[at - 1]] == Unplaced && first[order[at - 1]] < first[buffer])
            {
                order[at] = order[at - 1];
                at--;
            }

            order[at] = buffer;
        }

        return order;
    }

    private static bool GoesBefore(int a, int b, int[] sizes, int[] offsets)
    {
        bool aFixed = offsets[a] != Unplaced;
        bool bFixed = offsets[b] != Unplaced;
        return aFixed != bFixed ? aFixed : !aFixed && sizes[a] > sizes[b];
    }

    private static int LowestFree(
        int buffer, int[] sizes, int[] first, int[] last, int[] offsets, int[] placed, int placedCount, BufferOverlaps overlaps)
    {
        long candidate = 0;
        bool hasMoved;
        do
        {
            hasMoved = false;
            for (int i = 0; i < placedCount; i++)
            {
                int other = placed[i];
                if (first[other] <= last[buffer] && last[other] >= first[buffer])
                {
                    long free = FreeFrom(candidate, buffer, other, offsets[other], sizes, overlaps);
                    hasMoved = hasMoved || free > candidate;
                    candidate = free;
                }
            }
        }
        while (hasMoved && overlaps != null);

        if (candidate > int.MaxValue)
        {
            throw Errors.Of(ErrorCode.PlanOverflow, int.MaxValue, candidate);
        }

        return (int)candidate;
    }

    /// <summary>The lowest offset from <paramref name="candidate"/> on at which a buffer may lie beside another.</summary>
    private static long FreeFrom(long candidate, int buffer, int other, int otherOffset, int[] sizes, BufferOverlaps overlaps)
    {
        long end = (long)otherOffset + sizes[other];
        if (candidate >= end || candidate + sizes[buffer] <= otherOffset)
        {
            return candidate;
        }

        int pair = overlaps == null ? -1 : overlaps.Find(other, buffer);
        if (pair >= 0)
        {
            // The buffer is the input, above its output.
            int distance = overlaps.RoundedDistance(pair);
            long above = candidate - otherOffset;
            long rounded = above <= distance ? distance : (above + overlaps.Step(pair) - 1) / overlaps.Step(pair) * overlaps.Step(pair);
            return otherOffset + rounded < end ? otherOffset + rounded : end;
        }

        pair = overlaps == null ? -1 : overlaps.Find(buffer, other);
        if (pair >= 0 && candidate <= otherOffset)
        {
            // The buffer is the output, below its input.
            long below = (otherOffset - candidate) / overlaps.Step(pair) * overlaps.Step(pair);
            if (below >= overlaps.Distance(pair))
            {
                return otherOffset - below;
            }
        }

        return end;
    }
}
