// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Linq;
using TinyInterp.Schema;
using TinyInterp.Writer;

namespace TinyInterp.Planner.Ordering;

/// <summary>What a node must wait for, and what it takes of memory.</summary>
/// <param name="Before">Nodes that must have run.</param>
/// <param name="Reads">Tensors in the arena that it reads, each once.</param>
/// <param name="Writes">Tensors in the arena that it writes.</param>
internal sealed record GraphNode(IReadOnlyList<int> Before, IReadOnlyList<int> Reads, IReadOnlyList<int> Writes);

/// <summary>The nodes of a subgraph with what forces their order: data, and state that they share.</summary>
internal sealed class NodeGraph
{
    /// <summary>Operators with state beyond their tensors: among each other they keep their order.</summary>
    private static readonly HashSet<BuiltinOperator> _stateful =
    [
        BuiltinOperator.If, BuiltinOperator.While, BuiltinOperator.Call, BuiltinOperator.CallOnce, BuiltinOperator.VarHandle,
        BuiltinOperator.ReadVariable, BuiltinOperator.AssignVariable, BuiltinOperator.Hashtable, BuiltinOperator.HashtableFind,
        BuiltinOperator.HashtableImport, BuiltinOperator.HashtableSize, BuiltinOperator.RandomStandardNormal, BuiltinOperator.RandomUniform,
        BuiltinOperator.Multinomial,
    ];

    /// <summary>Reads a subgraph.</summary>
    internal NodeGraph(ModelDocument model, int subgraph)
    {
        SubgraphDef graph = model.Subgraphs[subgraph];
        Sizes = graph.Tensors.Select(tensor => SizeInArena(model, tensor)).ToArray();
        Inputs = graph.Inputs.Distinct().Where(IsInArena).ToArray();
        Outputs = graph.Outputs.Distinct().Where(IsInArena).ToArray();
        Dictionary<int, int> writers = new Dictionary<int, int>();
        int lastStateful = -1;
        int lastCustom = -1;
        List<GraphNode> nodes = new List<GraphNode>();
        for (int n = 0; n < graph.Operators.Count; n++)
        {
            OperatorDef node = graph.Operators[n];
            BuiltinOperator code = model.OperatorCodes[node.OpcodeIndex].Operator;
            HashSet<int> before = node.Inputs.Where(writers.ContainsKey).Select(tensor => writers[tensor]).ToHashSet();

            // A custom operator may do anything, even end the run: nothing moves across it.
            bool isCustom = code == BuiltinOperator.Custom;
            if (isCustom)
            {
                before.UnionWith(Enumerable.Range(lastCustom + 1, n - lastCustom - 1));
            }

            before.UnionWith(lastCustom < 0 ? [] : [lastCustom]);
            bool isStateful = _stateful.Contains(code) || node.Inputs.Any(tensor => tensor >= 0 && graph.Tensors[tensor].IsVariable);
            before.UnionWith(isStateful && lastStateful >= 0 ? [lastStateful] : []);
            lastStateful = isStateful ? n : lastStateful;
            lastCustom = isCustom ? n : lastCustom;
            foreach (int tensor in node.Outputs.Where(tensor => tensor >= 0))
            {
                writers[tensor] = n;
            }

            nodes.Add(new GraphNode(
                before.Order().ToArray(), node.Inputs.Where(IsInArena).Distinct().ToArray(), node.Outputs.Where(IsInArena).Distinct().ToArray()));
        }

        Nodes = nodes;
    }

    /// <summary>The nodes in the order of the model.</summary>
    internal IReadOnlyList<GraphNode> Nodes { get; }

    /// <summary>Bytes that each tensor takes of the arena; 0 for constants and variables.</summary>
    internal IReadOnlyList<long> Sizes { get; }

    /// <summary>Inputs of the subgraph in the arena.</summary>
    internal IReadOnlyList<int> Inputs { get; }

    /// <summary>Outputs of the subgraph in the arena.</summary>
    internal IReadOnlyList<int> Outputs { get; }

    private bool IsInArena(int tensor)
    {
        return tensor >= 0 && Sizes[tensor] != 0;
    }

    private static long SizeInArena(ModelDocument model, TensorDef tensor)
    {
        bool isConstant = model.Buffers[tensor.BufferIndex].Data is { Length: > 0 };
        bool hasRegion = ArenaRegion.OfType(tensor.Type) != ArenaRegion.None;
        return isConstant || tensor.IsVariable || !hasRegion ? 0
            : TensorTypes.ByteCount(tensor.Type, tensor.Shape.Aggregate(1L, (product, size) => product * size));
    }
}
