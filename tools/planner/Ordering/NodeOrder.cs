// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using TinyInterp.Planner.Packing;

namespace TinyInterp.Planner.Ordering;

/// <summary>
/// Looks for the order of nodes in which the fewest bytes are live at the fullest moment. A state is the set of nodes that have run; what is
/// live depends on it alone, so of all ways to a state the one with the lowest peak is as good as any. States are opened by their
/// peaks: the first complete one is the best order.
/// </summary>
internal sealed class NodeOrder
{
    /// <summary>Beyond this a graph is too wide for the search; the sets alone take memory.</summary>
    private const int MostStates = 200_000;

    private readonly NodeGraph _graph;
    private readonly int[][] _readers;
    private readonly bool[] _isOutput;

    private NodeOrder(NodeGraph graph)
    {
        _graph = graph;
        _readers = new int[graph.Sizes.Count][];
        for (int t = 0; t < _readers.Length; t++)
        {
            _readers[t] = Enumerable.Range(0, graph.Nodes.Count).Where(n => graph.Nodes[n].Reads.Contains(t)).ToArray();
        }

        _isOutput = new bool[graph.Sizes.Count];
        foreach (int tensor in graph.Outputs)
        {
            _isOutput[tensor] = true;
        }
    }

    /// <summary>An order with a lower peak than the model's own.</summary>
    /// <param name="graph">The nodes.</param>
    /// <param name="budget">The time that there is.</param>
    /// <returns>The nodes in their new order, or null where there is none that is better, or none was found in time.</returns>
    internal static int[]? Find(NodeGraph graph, SearchBudget budget)
    {
        return new NodeOrder(graph).Search(budget);
    }

    /// <summary>Bytes live at the fullest moment of an order.</summary>
    internal static long PeakOf(NodeGraph graph, IEnumerable<int> order)
    {
        NodeOrder search = new NodeOrder(graph);
        State state = search.Beginning();
        foreach (int node in order)
        {
            state = search.Run(state, node);
        }

        return state.Peak;
    }

    private int[]? Search(SearchBudget budget)
    {
        int count = _graph.Nodes.Count;
        long own = PeakOf(_graph, Enumerable.Range(0, count));
        if (Enumerable.Range(0, count).Select(AtLeast).Append(Beginning().Peak).Max() >= own)
        {
            return null;
        }

        // Of equal peaks the one that has come farthest, then the one that was found first.
        PriorityQueue<State, (long Peak, int Left, int Sequence)> open = new();
        HashSet<NodeSet> seen = new HashSet<NodeSet>();
        int sequence = 0;
        State start = Beginning();
        open.Enqueue(start, (start.Peak, count, sequence++));
        while (open.TryDequeue(out State? state, out _))
        {
            if (state.Count == count)
            {
                return state.Order();
            }

            if (!seen.Add(state.Done))
            {
                continue;
            }

            if (seen.Count > MostStates || budget.IsSpent)
            {
                return null;
            }

            for (int n = 0; n < count; n++)
            {
                if (!state.Done.Contains(n) && _graph.Nodes[n].Before.All(state.Done.Contains))
                {
                    State next = Run(state, n);
                    if (next.Peak < own && !seen.Contains(next.Done))
                    {
                        open.Enqueue(next, (next.Peak, count - next.Count, sequence++));
                    }
                }
            }
        }

        return null;
    }

    /// <summary>What is live while a node runs, whatever the order.</summary>
    private long AtLeast(int node)
    {
        return _graph.Nodes[node].Reads.Concat(_graph.Nodes[node].Writes).Distinct().Sum(tensor => _graph.Sizes[tensor]);
    }

    private State Beginning()
    {
        long inputs = _graph.Inputs.Sum(tensor => _graph.Sizes[tensor]);
        long lasting = _graph.Inputs.Where(tensor => _readers[tensor].Length != 0 || _isOutput[tensor]).Sum(tensor => _graph.Sizes[tensor]);
        return new State(null, -1, 0, NodeSet.Empty(_graph.Nodes.Count), lasting, inputs);
    }

    private State Run(State state, int node)
    {
        GraphNode running = _graph.Nodes[node];
        NodeSet done = state.Done.With(node);
        long during = state.Live + running.Writes.Sum(tensor => _graph.Sizes[tensor]);
        long dead = running.Reads.Concat(running.Writes).Distinct()
            .Where(tensor => !_isOutput[tensor] && _readers[tensor].All(done.Contains))
            .Sum(tensor => _graph.Sizes[tensor]);
        return new State(state, node, state.Count + 1, done, during - dead, Math.Max(state.Peak, during));
    }

    /// <summary>Nodes that have run, and what that took.</summary>
    private sealed record State(State? Previous, int Node, int Count, NodeSet Done, long Live, long Peak)
    {
        internal int[] Order()
        {
            int[] order = new int[Count];
            int place = Count;
            for (State state = this; state.Previous != null; state = state.Previous)
            {
                order[--place] = state.Node;
            }

            return order;
        }
    }
}
