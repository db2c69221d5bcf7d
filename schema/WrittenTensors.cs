// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Schema;

/// <summary>
/// Which tensors of a subgraph hold something by the time its nodes have run. The others are memory that the model lays out for a custom
/// operator, as models that were compiled for an accelerator do.
/// </summary>
internal static class WrittenTensors
{
    /// <summary>For each tensor whether it is a graph input, a constant, a variable or a node's output.</summary>
    internal static bool[] Of(ModelView model, SubgraphView subgraph)
    {
        bool[] written = new bool[subgraph.TensorCount];
        TensorView tensor = new TensorView(model.Reader);
        BufferView buffer = new BufferView(model.Reader);
        for (int t = 0; t < written.Length; t++)
        {
            subgraph.Tensor(t, tensor);
            written[t] = tensor.IsVariable || model.IsConstant(tensor, buffer);
        }

        for (int i = 0; i < subgraph.InputCount; i++)
        {
            Mark(written, subgraph.Input(i));
        }

        OperatorView node = new OperatorView(model.Reader);
        for (int n = 0; n < subgraph.OperatorCount; n++)
        {
            subgraph.Operator(n, node);
            for (int i = 0; i < node.OutputCount; i++)
            {
                Mark(written, node.Output(i));
            }
        }

        return written;
    }

    // The verifier asks before it has seen all nodes.
    private static void Mark(bool[] written, int tensor)
    {
        if (tensor >= 0 && tensor < written.Length)
        {
            written[tensor] = true;
        }
    }
}
