// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using TinyInterp.Schema;
using TinyInterp.Writer;

namespace TinyInterp.Optimize.Quantize;

/// <summary>Writes operators that have no int16 kernel as others that have: SQUARE as x · x, ADD_N as a chain of ADD.</summary>
internal static class Int16Substitutes
{
    /// <summary>Replaces what can be replaced, and returns a line for each.</summary>
    internal static List<string> Run(FloatGraph graph)
    {
        List<string> done = new List<string>();
        foreach (OperatorDef node in graph.Nodes.ToArray())
        {
            BuiltinOperator code = graph.Code(node);
            if (code is not (BuiltinOperator.Square or BuiltinOperator.AddN) || !graph.IsFloat(node.Outputs[0]))
            {
                continue;
            }

            done.Add(graph.Describe(node) + " has no int16 kernel and becomes " + (code == BuiltinOperator.Square ? "MUL" : "ADD"));
            int at = graph.Nodes.IndexOf(node);
            graph.Nodes.RemoveAt(at);
            graph.Nodes.InsertRange(at, code == BuiltinOperator.Square
                ? [graph.NewNode(BuiltinOperator.Mul, Options.Mul(), [node.Inputs[0], node.Inputs[0]], node.Outputs)]
                : Chain(graph, node));
        }

        return done;
    }

    private static List<OperatorDef> Chain(FloatGraph graph, OperatorDef node)
    {
        List<OperatorDef> nodes = new List<OperatorDef>();
        TensorDef output = graph.Tensor(node.Outputs[0]);
        int sum = node.Inputs[0];
        for (int i = 1; i < node.Inputs.Length; i++)
        {
            bool isLast = i == node.Inputs.Length - 1;
            int next = isLast ? node.Outputs[0] : graph.AddTensor(output.Name + "/sum" + i, output.Type, output.Shape);
            nodes.Add(graph.NewNode(BuiltinOperator.Add, Options.Add(), [sum, node.Inputs[i]], [next]));
            sum = next;
        }

        return nodes;
    }
}
