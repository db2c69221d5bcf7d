// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Compiler.Graph;

/// <summary>Removes nodes that only give elements another shape: their output is their input's memory.</summary>
internal static class ReshapeRemoval
{
    internal static void Apply(ModelGraph graph)
    {
        foreach (GraphNode node in graph.Nodes)
        {
            if (node.Code is not (BuiltinOperator.Reshape or BuiltinOperator.Squeeze or BuiltinOperator.ExpandDims))
            {
                continue;
            }

            GraphTensor input = node.Input(0);
            GraphTensor output = node.Outputs[0];

            // A model's input and its output stay apart: an app may write the one before it has read the other.
            if (!input.IsConstant && !input.Tensor.IsVariable && !output.Tensor.IsVariable && !(graph.IsInput(input) && graph.IsOutput(output)))
            {
                output.Alias = input;
                output.Min = input.Min;
                output.Max = input.Max;
                node.IsGone = true;
            }
        }
    }
}
