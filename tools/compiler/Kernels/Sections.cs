// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Linq;
using TinyInterp.Compiler.Graph;
using TinyInterp.Compiler.Writing;
using TinyInterp.Schema;

namespace TinyInterp.Compiler.Kernels;

/// <summary>
/// Divides the nodes into compiled layers and sections of kernels. Nodes that share state, by variables or by called subgraphs, stay in one section.
/// </summary>
internal static class Sections
{
    internal static IReadOnlyList<LayerCode> Divide(byte[] model, ModelGraph graph, System.Func<GraphNode, LayerCode?> compile)
    {
        if (HasOddEnds(graph) || graph.Nodes.Count == 0)
        {
            return graph.Nodes.Count == 0 ? throw new CompileException("the model has no nodes")
                : [new KernelLayer(model, graph.Nodes, graph.Inputs, graph.Outputs, true)];
        }

        ReshapeRemoval.Apply(graph);
        foreach (GraphNode node in Bound(graph))
        {
            node.RunsAsKernel = true;
        }

        List<object> order = new();
        foreach (GraphNode node in graph.Nodes)
        {
            if (node.IsFused)
            {
                continue;
            }

            LayerCode? layer = node.IsGone || node.RunsAsKernel ? null : compile(node);
            if (layer != null)
            {
                order.Add(layer);
            }
            else if (!node.IsGone)
            {
                if (order.Count == 0 || order[^1] is not List<GraphNode>)
                {
                    order.Add(new List<GraphNode>());
                }

                ((List<GraphNode>)order[^1]).Add(node);
            }
        }

        if (order.Count == 1 && order[0] is List<GraphNode>)
        {
            // Nothing is compiled: the app's tensors are those of the kernels.
            return [new KernelLayer(model, graph.Nodes, graph.Inputs, graph.Outputs, true)];
        }

        return order.Select(item => item as LayerCode ?? Section(model, graph, (List<GraphNode>)item)).ToArray();
    }

    /// <summary>Whether an end of the model is a constant, both an input and an output, or there twice: an interpreter of the whole sorts that out.</summary>
    private static bool HasOddEnds(ModelGraph graph)
    {
        return graph.Outputs.Any(output => output.IsConstant || output.Tensor.IsVariable || graph.Inputs.Contains(output))
            || graph.Inputs.Any(input => input.IsConstant || input.Tensor.IsVariable)
            || graph.Inputs.Distinct().Count() != graph.Inputs.Count || graph.Outputs.Distinct().Count() != graph.Outputs.Count
            || graph.Outputs.Any(output => !graph.Nodes.Any(node => node.Outputs.Contains(output)))
            || graph.Inputs.Any(input => graph.Nodes.Any(node => node.Outputs.Contains(input)));
    }

    /// <summary>Nodes from the first to the last that touches state which no single node owns.</summary>
    private static HashSet<GraphNode> Bound(ModelGraph graph)
    {
        HashSet<GraphNode> bound = new();
        Extend(graph.Nodes.Where(node => node.Code is BuiltinOperator.If or BuiltinOperator.While or BuiltinOperator.CallOnce
            or BuiltinOperator.VarHandle or BuiltinOperator.ReadVariable or BuiltinOperator.AssignVariable));
        foreach (GraphTensor variable in graph.Tensors.Where(tensor => tensor.Tensor.IsVariable))
        {
            Extend(graph.Nodes.Where(node => node.Inputs.Contains(variable) || node.Outputs.Contains(variable)));
        }

        // A reshape between two of them must stay a node, or one section would need what it has not exported yet.
        foreach (GraphNode node in bound)
        {
            node.IsGone = false;
            node.Outputs.ToList().ForEach(output => output.Alias = null);
        }

        return bound;

        void Extend(IEnumerable<GraphNode> nodes)
        {
            int[] indices = nodes.Select(node => node.Index).ToArray();
            for (int n = indices.Length == 0 ? 0 : indices.Min(); indices.Length != 0 && n <= indices.Max(); n++)
            {
                bound.Add(graph.Nodes[n]);
            }
        }
    }

    private static KernelLayer Section(byte[] model, ModelGraph graph, List<GraphNode> nodes)
    {
        // Reshapes in between come along where they rename what the section itself makes.
        HashSet<GraphTensor> made = nodes.SelectMany(node => node.Outputs).ToHashSet();
        for (int n = nodes[0].Index; n <= nodes[^1].Index; n++)
        {
            GraphNode node = graph.Nodes[n];
            if (node.IsGone && made.Contains(node.Input(0)) && !nodes.Contains(node))
            {
                nodes.Add(node);
                made.Add(node.Outputs[0]);
            }
        }

        nodes.Sort((a, b) => a.Index.CompareTo(b.Index));
        GraphTensor[] inputs = nodes.SelectMany(node => node.Inputs).OfType<GraphTensor>()
            .Where(input => !input.IsConstant && !input.Tensor.IsVariable && !made.Contains(input)).Distinct().ToArray();
        HashSet<GraphTensor> readElsewhere = graph.Nodes.Where(node => !nodes.Contains(node) && !node.IsGone)
            .SelectMany(node => node.Inputs).OfType<GraphTensor>().Concat(graph.Outputs).Select(tensor => tensor.Storage).ToHashSet();
        GraphTensor[] outputs = nodes.SelectMany(node => node.Outputs)
            .Where(output => !output.Tensor.IsVariable && readElsewhere.Contains(output.Storage))
            .GroupBy(output => output.Storage).Select(group => group.First()).ToArray();
        return new KernelLayer(model, nodes, inputs, outputs, false);
    }
}
