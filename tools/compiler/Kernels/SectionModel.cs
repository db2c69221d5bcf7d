// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Linq;
using TinyInterp.Compiler.Graph;
using TinyInterp.Schema;
using TinyInterp.Writer;

namespace TinyInterp.Compiler.Kernels;

/// <summary>Cuts some nodes of the main subgraph out of a model, with their tensors and constants and whatever subgraphs they call.</summary>
internal static class SectionModel
{
    internal static byte[] Cut(
        byte[] model, IReadOnlyList<GraphNode> nodes, IReadOnlyList<GraphTensor> inputs, IReadOnlyList<GraphTensor> outputs)
    {
        ModelDocument document = ModelDocument.Read(model);
        document.Description = null;
        document.Metadata = null;
        document.MetadataBuffers = null;
        document.Signatures = null;
        SubgraphDef main = document.Subgraphs[0];
        main.Operators = nodes.Select(node => main.Operators[node.Index]).ToList();
        main.Inputs = inputs.Select(tensor => tensor.Index).ToList();
        main.Outputs = outputs.Select(tensor => tensor.Index).ToList();
        if (!nodes.Any(node => node.Code is BuiltinOperator.If or BuiltinOperator.While or BuiltinOperator.CallOnce))
        {
            document.Subgraphs.RemoveRange(1, document.Subgraphs.Count - 1);
        }

        SweepTensors(main);
        foreach (TensorDef tensor in document.Subgraphs.SelectMany(subgraph => subgraph.Tensors))
        {
            tensor.Name = null;
        }

        SweepOperatorCodes(document);
        SweepBuffers(document);
        return document.ToBytes();
    }

    private static void SweepTensors(SubgraphDef subgraph)
    {
        int[] kept = subgraph.Operators.SelectMany(node => node.Inputs.Concat(node.Outputs).Concat(node.Intermediates ?? []))
            .Concat(subgraph.Inputs).Concat(subgraph.Outputs).Where(tensor => tensor >= 0).Distinct().Order().ToArray();
        Dictionary<int, int> numbers = kept.Select((old, number) => (old, number)).ToDictionary(pair => pair.old, pair => pair.number);
        numbers.Add(OperatorView.Absent, OperatorView.Absent);
        subgraph.Tensors = kept.Select(old => subgraph.Tensors[old]).ToList();
        subgraph.Inputs = subgraph.Inputs.Select(old => numbers[old]).ToList();
        subgraph.Outputs = subgraph.Outputs.Select(old => numbers[old]).ToList();
        foreach (OperatorDef node in subgraph.Operators)
        {
            node.Inputs = node.Inputs.Select(old => numbers[old]).ToArray();
            node.Outputs = node.Outputs.Select(old => numbers[old]).ToArray();
            node.Intermediates = node.Intermediates?.Select(old => numbers[old]).ToArray();
        }
    }

    private static void SweepOperatorCodes(ModelDocument document)
    {
        OperatorDef[] nodes = document.Subgraphs.SelectMany(subgraph => subgraph.Operators).ToArray();
        int[] kept = nodes.Select(node => node.OpcodeIndex).Distinct().Order().ToArray();
        Dictionary<int, int> numbers = kept.Select((old, number) => (old, number)).ToDictionary(pair => pair.old, pair => pair.number);
        document.OperatorCodes = kept.Select(old => document.OperatorCodes[old]).ToList();
        foreach (OperatorDef node in nodes)
        {
            node.OpcodeIndex = numbers[node.OpcodeIndex];
        }
    }

    private static void SweepBuffers(ModelDocument document)
    {
        TensorDef[] tensors = document.Subgraphs.SelectMany(subgraph => subgraph.Tensors).ToArray();
        int[] kept = tensors.Select(tensor => tensor.BufferIndex).Append(0).Distinct().Order().ToArray();
        Dictionary<int, int> numbers = kept.Select((old, number) => (old, number)).ToDictionary(pair => pair.old, pair => pair.number);
        document.Buffers = kept.Select(old => document.Buffers[old]).ToList();
        foreach (TensorDef tensor in tensors)
        {
            tensor.BufferIndex = numbers[tensor.BufferIndex];
        }
    }
}
