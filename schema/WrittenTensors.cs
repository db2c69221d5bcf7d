// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Schema;

/// <summary>
/// Which tensors of a subgraph are ever written. The others are memory that the model lays out for a custom operator, which is common in
/// models compiled for an accelerator.
/// </summary>
internal static class WrittenTensors
{
    /// <summary>For each tensor: whether it is a graph input, a constant, a variable or the output of a node.</summary>
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

    // Called while the verifier is still in the middle of the nodes: indices of later nodes are not verified yet.
    private static void Mark(bool[] written, int tensor)
    {
        if (tensor >= 0 && tensor < written.Length)
        {
            written[tensor] = true;
        }
    }
}
