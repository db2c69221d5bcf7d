// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using TinyInterp.Optimize.Quantize;

namespace TinyInterp.Optimize.Patch;

/// <summary>
/// Which rows, or which columns, of each tensor of a stage a patch needs. All patches of a tensor have the same size, the largest that one of
/// them needs; where less is needed at a border, a patch begins early enough to end with the tensor. So nothing outside a tensor is computed.
/// </summary>
internal sealed class AxisPlan
{
    private readonly Dictionary<int, AxisRange> _ranges = new Dictionary<int, AxisRange>();
    private readonly Dictionary<int, int> _strides = new Dictionary<int, int>();
    private readonly Dictionary<(int Node, int Input), AxisRange> _needs = new Dictionary<(int Node, int Input), AxisRange>();

    /// <summary>Plans an axis.</summary>
    /// <param name="graph">The model.</param>
    /// <param name="stage">The stage.</param>
    /// <param name="dimension">1 for rows, 2 for columns.</param>
    /// <param name="count">Number of patches along the axis.</param>
    /// <exception cref="PatchException">There cannot be as many patches.</exception>
    internal AxisPlan(FloatGraph graph, PatchStage stage, int dimension, int count)
    {
        int size = graph.Shape(stage.Output)[dimension];
        PatchSize = (size + count - 1) / count;
        Count = (size + PatchSize - 1) / PatchSize;
        if (Count != count)
        {
            throw new PatchException(
                "the stage's output " + graph.Describe(stage.Output) + " has " + size + (dimension == 1 ? " rows" : " columns")
                    + ", which cannot be divided into " + count + " patches of equal size with none empty");
        }

        int[] starts = Enumerable.Range(0, count).Select(i => Math.Min(i * PatchSize, size - PatchSize)).ToArray();
        _ranges[stage.Output] = new AxisRange(starts, PatchSize);
        _strides[stage.Output] = 1;
        for (int i = stage.Layers.Count - 1; i >= 0; i--)
        {
            PatchLayer layer = stage.Layers[i];
            AxisRange? output = layer.Output == stage.Output ? _ranges[stage.Output] : Inside(graph, layer.Output, dimension);
            if (output != null)
            {
                Require(layer, dimension == 1 ? layer.Rows : layer.Columns, output);
            }
        }

        // The stage's input is copied in any case, so its patch holds the padding as well.
        AxisRange[] needs = NeedsOf(stage.Input);
        int[] first = Enumerable.Range(0, count).Select(i => needs.Min(need => need.Starts[i])).ToArray();
        _ranges[stage.Input] = new AxisRange(first, first.Select((start, i) => needs.Max(need => need.Starts[i] + need.Count) - start).Max());
    }

    /// <summary>Number of patches.</summary>
    internal int Count { get; }

    /// <summary>Positions of a patch in the stage's output.</summary>
    internal int PatchSize { get; }

    /// <summary>Whether the stage's output depends on the tensor.</summary>
    internal bool Uses(int tensor)
    {
        return _ranges.ContainsKey(tensor);
    }

    /// <summary>What is computed of a tensor.</summary>
    internal AxisRange RangeOf(int tensor)
    {
        return _ranges[tensor];
    }

    /// <summary>What a layer reads of a tensor; padded positions count.</summary>
    internal AxisRange NeedOf(PatchLayer layer, int input)
    {
        return _needs[(layer.Index, input)];
    }

    /// <summary>Positions of a tensor from one position of the stage's output to the next.</summary>
    internal int StrideOf(int tensor)
    {
        return _strides[tensor];
    }

    private void Require(PatchLayer layer, AxisWindow window, AxisRange output)
    {
        foreach (int input in layer.Inputs)
        {
            _needs[(layer.Index, input)] = window.InputOf(output);
            _strides[input] = Math.Max(_strides.GetValueOrDefault(input), _strides[layer.Output] * window.Stride);
        }
    }

    private AxisRange[] NeedsOf(int tensor)
    {
        return _needs.Where(entry => entry.Key.Input == tensor).Select(entry => entry.Value).ToArray();
    }

    /// <summary>What the layers need of a tensor without padding; null if none needs it.</summary>
    private AxisRange? Inside(FloatGraph graph, int tensor, int dimension)
    {
        AxisRange[] needs = NeedsOf(tensor);
        if (needs.Length == 0)
        {
            return null;
        }

        int size = graph.Shape(tensor)[dimension];
        int[] first = Enumerable.Range(0, Count).Select(i => Math.Max(0, needs.Min(need => need.Starts[i]))).ToArray();
        int[] end = Enumerable.Range(0, Count).Select(i => Math.Min(size, needs.Max(need => need.Starts[i] + need.Count))).ToArray();
        if (first.Zip(end).Any(pair => pair.First >= pair.Second))
        {
            throw new PatchException(graph.Describe(tensor) + ": a patch needs nothing of it but padding");
        }

        int count = first.Zip(end, (from, to) => to - from).Max();
        return _ranges[tensor] = new AxisRange(first.Select(start => Math.Min(start, size - count)).ToArray(), count);
    }
}
