// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using TinyInterp.Schema;
using TinyInterp.Writer;

namespace TinyInterp.Optimize.Compare;

/// <summary>
/// Finds which tensors of two models stand for the same values: those of one name and as many elements, and else inputs and outputs by
/// their order.
/// </summary>
internal sealed class TensorMatcher
{
    private readonly ModelDocument _a;
    private readonly SubgraphDef _graphA;
    private readonly SubgraphDef _graphB;
    private readonly ModelDocument _b;

    internal TensorMatcher(ModelDocument a, ModelDocument b)
    {
        _a = a;
        _b = b;
        _graphA = a.Subgraphs[0];
        _graphB = b.Subgraphs[0];
    }

    /// <summary>For each input of B, which input of A feeds it.</summary>
    /// <exception cref="ComparisonException">They differ in number or shape.</exception>
    internal int[] Inputs()
    {
        if (_graphA.Inputs.Count != _graphB.Inputs.Count)
        {
            throw new ComparisonException(
                "the models take different inputs: A has " + _graphA.Inputs.Count + ", B has " + _graphB.Inputs.Count);
        }

        int[] byName = _graphB.Inputs.Select(b => _graphA.Inputs.FindIndex(a => SameName(a, b))).ToArray();
        int[] sources = byName.All(a => a >= 0) && byName.Distinct().Count() == byName.Length
            ? byName
            : Enumerable.Range(0, _graphB.Inputs.Count).ToArray();
        for (int i = 0; i < sources.Length; i++)
        {
            RequireSameShape("input", sources[i], _graphA.Inputs[sources[i]], _graphB.Inputs[i]);
        }

        return sources;
    }

    /// <summary>Outputs in A's order; B's are in the same order.</summary>
    /// <exception cref="ComparisonException">They differ in number or shape.</exception>
    internal void RequireSameOutputs()
    {
        if (_graphA.Outputs.Count != _graphB.Outputs.Count)
        {
            throw new ComparisonException(
                "the models have different outputs: A has " + _graphA.Outputs.Count + ", B has " + _graphB.Outputs.Count);
        }

        for (int i = 0; i < _graphA.Outputs.Count; i++)
        {
            RequireSameShape("output", i, _graphA.Outputs[i], _graphB.Outputs[i]);
        }
    }

    /// <summary>The tensors that change from sample to sample, in the order in which A computes them.</summary>
    internal List<TensorPair> Activations(int[] inputSources)
    {
        Dictionary<int, int> partners = new Dictionary<int, int>();
        for (int i = 0; i < inputSources.Length; i++)
        {
            partners[_graphA.Inputs[inputSources[i]]] = _graphB.Inputs[i];
        }

        for (int i = 0; i < _graphA.Outputs.Count; i++)
        {
            partners.TryAdd(_graphA.Outputs[i], _graphB.Outputs[i]);
        }

        List<TensorPair> pairs = new List<TensorPair>();
        foreach (int input in _graphA.Inputs.Distinct())
        {
            pairs.Add(new TensorPair(input, partners[input], Name(input), -1, "input"));
        }

        HashSet<int> computed = Computed(_graphB);
        for (int n = 0; n < _graphA.Operators.Count; n++)
        {
            foreach (int a in _graphA.Operators[n].Outputs)
            {
                int b = partners.TryGetValue(a, out int partner) ? partner : FindByName(a, computed);
                if (b >= 0 && pairs.All(pair => pair.A != a))
                {
                    pairs.Add(new TensorPair(a, b, Name(a), n, OperatorNames.Of(_a.OperatorCodes[_graphA.Operators[n].OpcodeIndex].Operator)));
                }
            }
        }

        return pairs;
    }

    /// <summary>Real constants of both models that have one name.</summary>
    internal List<TensorPair> Constants()
    {
        List<TensorPair> pairs = new List<TensorPair>();
        HashSet<int> constants = Enumerable.Range(0, _graphB.Tensors.Count).Where(b => IsRealConstant(_b, _graphB.Tensors[b])).ToHashSet();
        for (int a = 0; a < _graphA.Tensors.Count; a++)
        {
            int b = IsRealConstant(_a, _graphA.Tensors[a]) ? FindByName(a, constants) : -1;
            if (b >= 0)
            {
                pairs.Add(new TensorPair(a, b, Name(a), -1, "constant"));
            }
        }

        return pairs;
    }

    private static bool IsRealConstant(ModelDocument model, TensorDef tensor)
    {
        return model.Buffers[tensor.BufferIndex].Data is { Length: > 0 }
            && (tensor.Type == TensorType.Float32
                || (tensor.Quantization?.Scale is { Length: > 0 }
                    && tensor.Type is TensorType.Int4 or TensorType.Int8 or TensorType.UInt8 or TensorType.Int16 or TensorType.Int32 or TensorType.Int64));
    }

    private static HashSet<int> Computed(SubgraphDef graph)
    {
        return graph.Operators.SelectMany(node => node.Outputs).ToHashSet();
    }

    private int FindByName(int a, HashSet<int> among)
    {
        for (int b = 0; b < _graphB.Tensors.Count; b++)
        {
            if (among.Contains(b) && SameName(a, b) && Count(_graphA.Tensors[a]) == Count(_graphB.Tensors[b]))
            {
                return b;
            }
        }

        return -1;
    }

    private bool SameName(int a, int b)
    {
        return !string.IsNullOrEmpty(_graphA.Tensors[a].Name) && _graphA.Tensors[a].Name == _graphB.Tensors[b].Name;
    }

    private string Name(int a)
    {
        return string.IsNullOrEmpty(_graphA.Tensors[a].Name) ? "tensor " + a : _graphA.Tensors[a].Name;
    }

    private static long Count(TensorDef tensor)
    {
        return tensor.Shape.Aggregate(1L, (count, size) => count * size);
    }

    private void RequireSameShape(string what, int index, int a, int b)
    {
        int[] shapeA = _graphA.Tensors[a].Shape;
        int[] shapeB = _graphB.Tensors[b].Shape;
        if (!shapeA.SequenceEqual(shapeB))
        {
            throw new ComparisonException(
                what + " " + index + " differs in shape: [" + string.Join(",", shapeA) + "] in A, [" + string.Join(",", shapeB) + "] in B");
        }
    }
}
