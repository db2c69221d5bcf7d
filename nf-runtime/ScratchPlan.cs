// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections;

namespace TinyInterp;

/// <summary>
/// The scratch of all nodes. It lies at the start of each region, before the activations. A node's requests follow each other. Two nodes
/// never run at the same time, so the region has to hold only the most that one node requests.
/// </summary>
internal sealed class ScratchPlan
{
    private readonly ArrayList _requests = new ArrayList();

    /// <summary>Number of elements in each region.</summary>
    internal int[] Counts { get; } = new int[ArenaRegion.Count];

    /// <summary>Number of requests.</summary>
    internal int RequestCount => _requests.Count;

    /// <summary>Request <paramref name="index"/>, in the order of the requests.</summary>
    internal ScratchRequest this[int index] => (ScratchRequest)_requests[index];

    /// <summary>Number of elements that a node has in a region.</summary>
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

    /// <summary>Gives a node elements of a region. The caller makes sure that their sum fits an int.</summary>
    /// <returns>Index of the first element.</returns>
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
