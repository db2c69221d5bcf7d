// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using TinyInterp.Writer;

namespace TinyInterp.Optimize.Quantize;

/// <summary>Gives every node float32 constants of its own, so that each can have the scale that the node asks for.</summary>
internal static class OwnConstants
{
    internal static void Make(FloatGraph graph)
    {
        HashSet<int> taken = new HashSet<int>(graph.Main.Outputs);
        foreach (OperatorDef node in graph.Nodes)
        {
            for (int i = 0; i < node.Inputs.Length; i++)
            {
                int tensor = node.Inputs[i];
                if (!graph.IsFloat(tensor) || !graph.IsConstant(tensor) || taken.Add(tensor))
                {
                    continue;
                }

                TensorDef original = graph.Tensor(tensor);
                int copy = graph.AddTensor(original.Name, original.Type, original.Shape, original.Quantization);
                graph.Tensor(copy).BufferIndex = original.BufferIndex;
                node.Inputs[i] = copy;
                taken.Add(copy);
            }
        }
    }
}
