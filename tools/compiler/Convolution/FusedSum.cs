// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using TinyInterp.Compiler.Arithmetic;
using TinyInterp.Compiler.Elementwise;
using TinyInterp.Compiler.Graph;
using TinyInterp.Compiler.Writing;
using TinyInterp.Schema;

namespace TinyInterp.Compiler.Convolution;

/// <summary>
/// An ADD or SUB that reads a layer of weighted sums and nothing else reads: the layer adds the other input itself and stores only the sum. In place of
/// the layer's clamp table stands one with what each result contributes to the sum, so an element costs one load and one multiplication more.
/// </summary>
public sealed class FusedSum
{
    // A table of so many ints is smaller than the tensor that it saves, for the layers that have residuals.
    private const int MostTerms = 3072;

    private readonly PairLine _line;
    private readonly ClampTable _terms;
    private readonly ClampTable _clamp;
    private readonly GraphTensor _result;

    private FusedSum(GraphNode node, GraphTensor result, GraphTensor other, PairLine line, ClampTable terms, ClampTable clamp)
    {
        Node = node;
        _result = result;
        Other = other;
        _line = line;
        _terms = terms;
        _clamp = clamp;
    }

    /// <summary>The ADD or SUB.</summary>
    public GraphNode Node { get; }

    /// <summary>The input that does not come from the layer.</summary>
    public GraphTensor Other { get; }

    /// <summary>What the layer writes.</summary>
    public GraphTensor Output => Node.Outputs[0];

    /// <summary>The names of the tables.</summary>
    public IReadOnlyList<string> Tables => [_terms.Name, _clamp.Name];

    /// <summary>The sum that a layer can compute itself, or null.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="tables">The model's clamp tables.</param>
    /// <param name="requantisations">Set to the requantisation of each sum of the layer.</param>
    internal static FusedSum? TryNew(
        ModelGraph graph, WeightedLayer layer, ClampTables tables, out Dictionary<WeightedSum, RequantisationCode>? requantisations)
    {
        requantisations = null;
        GraphTensor result = layer.Output;
        GraphNode[] readers = graph.Nodes.Where(node => node.Inputs.Any(input => input?.Storage == result)).ToArray();
        if (result.Type != TensorType.Int8 || readers.Length != 1 || readers[0].Code is not (BuiltinOperator.Add or BuiltinOperator.Sub) || readers[0].RunsAsKernel || graph.IsOutput(result)
            || !readers[0].Inputs.Contains(result) || layer.Sums.Any(sum => sum.Bits == 0))
        {
            return null;
        }

        GraphNode node = readers[0];
        GraphTensor other = node.Input(0) == result ? node.Input(1) : node.Input(0);
        if (other.Storage.Tensor.IsVariable || graph.Nodes.Skip(layer.Node.Index).Any(later => later.Outputs.Contains(other.Storage)))
        {
            return null;
        }

        ClampTables own = new ClampTables("terms" + node.Index + "From");
        Dictionary<WeightedSum, RequantisationCode> codes = layer.Sums.ToDictionary(sum => sum, sum => new RequantisationCode(sum, own));
        if (own.All.Count != 1 || own.All[0].Count > MostTerms || codes.Values.Any(code => code.Table == null))
        {
            return null;
        }

        PairLine? line = ScaledSumCode.FindLine(node, node.Input(1) == result);
        ClampTable? clamp = line == null ? null : tables.Narrow(node.Outputs[0].Min, node.Outputs[0].Max, line.Lowest, line.Highest);
        if (line == null || clamp == null)
        {
            return null;
        }

        node.IsFused = true;
        requantisations = codes;
        return new FusedSum(node, result, other, line, own.All[0], clamp);
    }

    /// <summary>Makes the layer's own table.</summary>
    internal void AddTables(ModelWriter writer)
    {
        writer.Add(new LineCode(_line, _clamp).Terms(
            _terms.Name, _terms.Count, i => Math.Clamp(i + _terms.First, _result.Min, _result.Max) - _result.Min));
    }

    /// <summary>The stored sum.</summary>
    /// <param name="entry">The entry of the layer's own table.</param>
    /// <param name="other">The element of the other input.</param>
    internal string Result(string entry, string other)
    {
        return new LineCode(_line, _clamp).Result(entry, other);
    }
}
