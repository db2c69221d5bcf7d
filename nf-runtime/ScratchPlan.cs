// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections;

namespace TinyInterp;

/// <summary>
/// Scratch of all nodes, at the beginning of each region: activations lie behind it. A node's pieces follow each other; two nodes never run
/// at once, so the region need only hold the most that one of them asks for.
/// </summary>
internal sealed class ScratchPlan
{
    private readonly ArrayList _requests = new ArrayList();

    /// <summary>Elements in each region.</summary>
    internal int[] Counts { get; } = new int[ArenaRegion.Count];

    /// <summary>Number of requests.</summary>
    internal int RequestCount => _requests.Count;

    /// <summary>Request <paramref name="index"/>, in the order in which they came.</summary>
    internal ScratchRequest this[int index] => (ScratchRequest)_requests[index];

    /// <summary>Elements that a node has in a region.</summary>
    internal int CountOf(int subgraph, int node, int region)
    {
        int count = 0;
        for (int i = 0; i < _requests.Count; i++)
        {
            ScratchRequest request = this[i];
            if (request.Node == node && request.Subgraph == subgraph && request.Region == region)
            {
                count += request.Count;
            }
        }

        return count;
    }

    /// <summary>Gives a node elements of a region; the sum of what it has must fit an int.</summary>
    /// <returns>Index of the first.</returns>
    internal int Add(int subgraph, int node, int region, int count)
    {
        int offset = CountOf(subgraph, node, region);
        _requests.Add(new ScratchRequest(subgraph, node, region, offset, count));
        if (offset + count > Counts[region])
        {
            Counts[region] = offset + count;
        }

        return offset;
    }
}
