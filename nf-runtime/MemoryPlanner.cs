// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp;

/// <summary>
/// Places buffers with lifetimes into one block, greedily by size: the largest first, each at the lowest gap between the buffers that
/// live at the same time. Buffers with a place already keep it.
/// </summary>
public static class MemoryPlanner
{
    /// <summary>Offset of a buffer that has no place yet.</summary>
    public const int Unplaced = -1;

    /// <summary>Places <paramref name="count"/> buffers.</summary>
    /// <param name="count">Number of buffers; the arrays may be longer.</param>
    /// <param name="sizes">Elements of each buffer; a buffer of none takes no place.</param>
    /// <param name="first">First moment at which each buffer is live.</param>
    /// <param name="last">Last moment at which each buffer is live.</param>
    /// <param name="offsets">In: a fixed place or <see cref="Unplaced"/>. Out: the place of each buffer.</param>
    /// <returns>Elements of the whole block.</returns>
    /// <exception cref="ModelException"><see cref="ErrorCode.PlanOverflow"/>: the block would exceed 2 GB.</exception>
    public static int Plan(int count, int[] sizes, int[] first, int[] last, int[] offsets)
    {
        // Buffers in the order in which they are placed, then kept sorted by offset while the rest come in.
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
    /// The least elements that any plan could take: the most that are live at one moment. The plan is optimal where it takes no more.
    /// A bound beyond 2 GB stops there, as no plan of that size is made.
    /// </summary>
    public static int LowerBound(int count, int[] sizes, int[] first, int[] last)
    {
        long bound = 0;
        for (int i = 0; i < count; i++)
        {
            // The load only grows where a buffer begins.
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

    /// <summary>Indices with fixed buffers first, the rest from large to small; equal sizes keep their order.</summary>
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
