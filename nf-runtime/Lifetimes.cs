// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp;

/// <summary>
/// When each tensor of a subgraph is live. Moment 0 is before the first node, when inputs are written. Node n runs at moment n + 1. The
/// moment after the last node is when outputs are read.
/// </summary>
public sealed class Lifetimes
{
    /// <summary>The value of <see cref="First"/> for a tensor that is neither a graph input or output nor used by any node.</summary>
    public const int Never = -1;

    /// <summary>Computes the lifetimes of the tensors of <paramref name="subgraph"/>.</summary>
    /// <param name="subgraph">A view of the subgraph.</param>
    /// <param name="preserveAll">Whether every tensor that is ever live is to be live from the first moment to the last.</param>
    public Lifetimes(SubgraphView subgraph, bool preserveAll)
    {
        int count = subgraph.TensorCount;
        First = new int[count];
        Last = new int[count];
        End = subgraph.OperatorCount + 1;
        for (int t = 0; t < count; t++)
        {
            First[t] = Never;
        }

        for (int i = 0; i < subgraph.InputCount; i++)
        {
            Touch(subgraph.Input(i), 0);
        }

        OperatorView node = new OperatorView(subgraph.Reader);
        for (int n = 0; n < subgraph.OperatorCount; n++)
        {
            subgraph.Operator(n, node);
            for (int i = 0; i < node.InputCount; i++)
            {
                Touch(node.Input(i), n + 1);
            }

            for (int i = 0; i < node.OutputCount; i++)
            {
                Touch(node.Output(i), n + 1);
            }
        }

        for (int i = 0; i < subgraph.OutputCount; i++)
        {
            Touch(subgraph.Output(i), End);
        }

        if (preserveAll)
        {
            for (int t = 0; t < count; t++)
            {
                if (First[t] != Never)
                {
                    First[t] = 0;
                    Last[t] = End;
                }
            }
        }
    }

    /// <summary>First moment of each tensor, or <see cref="Never"/>.</summary>
    public int[] First { get; }

    /// <summary>Last moment of each tensor.</summary>
    public int[] Last { get; }

    /// <summary>The moment at which outputs are read.</summary>
    public int End { get; }

    private void Touch(int tensor, int moment)
    {
        if (tensor == OperatorView.Absent)
        {
            return;
        }

        if (First[tensor] == Never)
        {
            First[tensor] = moment;
        }

        Last[tensor] = moment;
    }
}
