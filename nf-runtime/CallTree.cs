// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp;

/// <summary>
/// Which subgraphs the main one reaches, and which subgraph's plan holds the memory of each called one. If one subgraph calls it, that is
/// the caller's plan, and the memory is live from the first calling node to the last. If several call it, it is the main subgraph's plan,
/// and the memory is always live.
/// </summary>
internal sealed class CallTree
{
    private const int NoCaller = -1;
    private const int SeveralCallers = -2;

    private readonly ModelView _model;
    private readonly int[] _order;
    private readonly int[] _callers;
    private readonly int[] _firstCall;
    private readonly int[] _lastCall;

    internal CallTree(ModelView model)
    {
        int count = model.SubgraphCount;
        _model = model;
        _order = new int[count];
        _callers = new int[count];
        _firstCall = new int[count];
        _lastCall = new int[count];
        for (int s = 0; s < count; s++)
        {
            _callers[s] = NoCaller;
        }

        Reach(0);
    }

    /// <summary>Number of subgraphs that the main one reaches, including itself.</summary>
    internal int Count { get; private set; }

    /// <summary>Subgraph <paramref name="index"/> in an order in which each comes after all those that it calls.</summary>
    internal int Subgraph(int index)
    {
        return _order[index];
    }

    /// <summary>The blocks of the subgraphs whose memory is in the plan of <paramref name="caller"/>. Their plans must exist.</summary>
    /// <param name="caller">Index of a subgraph.</param>
    /// <param name="plans">The plans of all subgraphs.</param>
    /// <param name="preserveAll">Whether no two tensors may share memory, so that all blocks are always live.</param>
    internal CalleeBlock[] BlocksIn(int caller, SubgraphPlan[] plans, bool preserveAll)
    {
        int count = 0;
        for (int i = 0; i < Count; i++)
        {
            if (LivesIn(_order[i], caller))
            {
                count++;
            }
        }

        CalleeBlock[] blocks = new CalleeBlock[count];
        for (int i = 0; i < Count; i++)
        {
            int callee = _order[i];
            if (LivesIn(callee, caller))
            {
                bool always = preserveAll || _callers[callee] == SeveralCallers;
                blocks[--count] = new CalleeBlock(
                    callee,
                    plans[callee].RegionCounts,
                    always ? -1 : _firstCall[callee],
                    always ? CalleeBlock.Always : _lastCall[callee]);
            }
        }

        return blocks;
    }

    private bool LivesIn(int callee, int caller)
    {
        return _callers[callee] == caller || (_callers[callee] == SeveralCallers && caller == 0);
    }

    private void Reach(int index)
    {
        FlatBufferReader reader = _model.Reader;
        SubgraphView subgraph = new SubgraphView(reader);
        OperatorView node = new OperatorView(reader);
        OperatorCodeView code = new OperatorCodeView(reader);
        OptionsView options = new OptionsView(reader);
        _model.Subgraph(index, subgraph);
        for (int n = 0; n < subgraph.OperatorCount; n++)
        {
            subgraph.Operator(n, node);
            int calls = SubgraphCalls.Count(_model, node, code, options);
            for (int i = 0; i < calls; i++)
            {
                int callee = SubgraphCalls.Callee(options, i);
                bool isNew = _callers[callee] == NoCaller;
                if (isNew)
                {
                    _callers[callee] = index;
                    _firstCall[callee] = n;
                }
                else if (_callers[callee] != index)
                {
                    _callers[callee] = SeveralCallers;
                }

                _lastCall[callee] = n;
                if (isNew)
                {
                    Reach(callee);
                }
            }
        }

        _order[Count++] = index;
    }
}
