// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using TinyInterp.Optimize.Quantize;

namespace TinyInterp.Optimize.Patch;

/// <summary>Which rows, or which columns, of each tensor of a stage a patch needs.</summary>
internal sealed class AxisPlan
{
    private readonly Dictionary<int, AxisRange> _ranges = new Dictionary<int, AxisRange>();
    private readonly Dictionary<(PatchLayer Layer, int Input), AxisRange> _needs = new Dictionary<(PatchLayer Layer, int Input), AxisRange>();

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

        _ranges[stage.Output] = new AxisRange(1, 0, PatchSize);
        for (int i = stage.Layers.Count - 1; i >= 0; i--)
        {
            PatchLayer layer = stage.Layers[i];
            if (_ranges.TryGetValue(layer.Output, out AxisRange range))
            {
                // With one patch nothing outside the tensor has to be computed; windows supply the padding.
                range = count == 1 ? range.Inside(graph.Shape(layer.Output)[dimension]) : range;
                if (range.Count < 1)
                {
                    throw new PatchException(graph.Describe(layer.Node) + ": its output is needed for nothing but padding");
                }

                _ranges[layer.Output] = range;
                Require(graph, layer, dimension == 1 ? layer.Rows : layer.Columns, range);
            }
        }
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
        return _needs[(layer, input)];
    }

    private void Require(FloatGraph graph, PatchLayer layer, AxisWindow window, AxisRange output)
    {
        foreach (int input in layer.Inputs)
        {
            AxisRange need = window.InputOf(output);
            _needs[(layer, input)] = need;
            bool isKnown = _ranges.TryGetValue(input, out AxisRange known);
            if (isKnown && known.Stride != need.Stride)
            {
                throw new PatchException(graph.Describe(layer.Node) + ": the branches from " + graph.Describe(input) + " have different strides");
            }

            _ranges[input] = isKnown ? known.With(need) : need;
        }
    }
}
