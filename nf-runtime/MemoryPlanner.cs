// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp;

/// <summary>
/// Places buffers with lifetimes in one block, greedily by size: the largest first, each in the lowest gap between buffers that are live
/// at the same time. Buffers with fixed offsets keep them.
/// </summary>
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
    /// <returns>Number of elements of the whole block.</returns>
    /// <exception cref="ModelException"><see cref="ErrorCode.PlanOverflow"/>: the block would have more than 2^31 - 1
    /// elements.</exception>
    public static int Plan(int count, int[] sizes, int[] first, int[] last, int[] offsets)
    {
        // The order in which buffers are placed. Those placed are kept sorted by offset.
        int[] order = BySize(count, sizes, offsets);
        int[] placed = new int[count];
        int placedCount = 0;
        long total = 0;
        for (int i = 0; i < count; i++)
        {
            int buffer = order[i];
            if (offsets[buffer] == Unplaced)
            {
                offsets[buffer] = LowestGap(buffer, sizes, first, last, offsets, placed, placedCount);
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

    /// <summary>
    /// A lower bound for the number of elements of any plan: the most that are live at one moment. A plan that needs no more is optimal.
    /// The bound is limited to 2^31 - 1, because no plan is larger.
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

    private static bool GoesBefore(int a, int b, int[] sizes, int[] offsets)
    {
        bool aFixed = offsets[a] != Unplaced;
        bool bFixed = offsets[b] != Unplaced;
        return aFixed != bFixed ? aFixed : !aFixed && sizes[a] > sizes[b];
    }

    private static int LowestGap(int buffer, int[] sizes, int[] first, int[] last, int[] offsets, int[] placed, int placedCount)
    {
        long candidate = 0;
        for (int i = 0; i < placedCount; i++)
        {
            int other = placed[i];
            if (first[other] > last[buffer] || last[other] < first[buffer])
            {
                continue;
            }

            if (offsets[other] - candidate >= sizes[buffer])
            {
                break;
            }

            long end = (long)offsets[other] + sizes[other];
            if (end > candidate)
            {
                candidate = end;
            }
        }

        if (candidate > int.MaxValue)
        {
            throw Errors.Of(ErrorCode.PlanOverflow, int.MaxValue, candidate);
        }

        return (int)candidate;
    }
}
