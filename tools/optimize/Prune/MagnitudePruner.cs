// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using TinyInterp.Schema;

namespace TinyInterp.Optimize.Prune;

/// <summary>Zeroes the weights of least magnitude.</summary>
internal static class MagnitudePruner
{
    private const int GroupSize = 4;

    // Lanes of a word in compiled code.
    private const int CompiledChannels = 3;

    /// <summary>Zeroes a share of the weights, of each layer or of all together; the earlier of equal ones first.</summary>
    internal static void Unstructured(IReadOnlyList<WeightLayer> layers, PruneSettings settings)
    {
        if (settings.Scope == PruneScope.Layer)
        {
            foreach (WeightLayer layer in layers)
            {
                ZeroLeast([layer], settings.Sparsity);
            }
        }
        else
        {
            ZeroLeast(layers, settings.Sparsity);
        }
    }

    /// <summary>Zeroes the two least of each four in a row. What is left of a row behind its last four stays.</summary>
    internal static void TwoOfFour(IReadOnlyList<WeightLayer> layers)
    {
        foreach (WeightLayer layer in layers)
        {
            for (int channel = 0; channel < layer.Channels; channel++)
            {
                for (int start = 0; start + GroupSize <= layer.RowLength; start += GroupSize)
                {
                    foreach (int index in Enumerable.Range(start, GroupSize).Select(place => layer.At(channel, place))
                        .OrderBy(layer.Magnitude).Take(GroupSize / 2).ToArray())
                    {
                        layer.SetZero(index);
                    }
                }
            }
        }
    }

    /// <summary>Zeroes the weights that three neighbouring channels have for one tap, those with the least sum of squares first.</summary>
    internal static void Compiled(IReadOnlyList<WeightLayer> layers, PruneSettings settings)
    {
        WeightLayer[] chosen = layers.Where(layer => layer.Code is BuiltinOperator.Conv2D or BuiltinOperator.FullyConnected).ToArray();
        if (chosen.Length == 0)
        {
            throw new PruneException("no CONV_2D or FULLY_CONNECTED has weights that the pattern compiled could prune");
        }

        foreach (WeightLayer[] together in settings.Scope == PruneScope.Layer ? chosen.Select(layer => new[] { layer }) : [chosen])
        {
            (WeightLayer Layer, int[] Weights)[] blocks = together.SelectMany(Blocks)
                .OrderBy(block => block.Weights.Sum(weight => Math.Pow(block.Layer.Magnitude(weight), 2)) / block.Weights.Length).ToArray();
            foreach ((WeightLayer layer, int[] weights) in blocks.Take(CountOf(settings.Sparsity, blocks.Length)))
            {
                Array.ForEach(weights, layer.SetZero);
            }
        }
    }

    /// <summary>How many of a number a share is, never more.</summary>
    internal static int CountOf(double share, long count)
    {
        return (int)Math.Floor(share * count + 1e-9);
    }

    private static IEnumerable<(WeightLayer Layer, int[] Weights)> Blocks(WeightLayer layer)
    {
        return Enumerable.Range(0, layer.Channels).Chunk(CompiledChannels).SelectMany(channels => Enumerable.Range(0, layer.RowLength)
            .Select(place => (layer, channels.Select(channel => layer.At(channel, place)).ToArray())));
    }

    private static void ZeroLeast(IReadOnlyList<WeightLayer> layers, double sparsity)
    {
        (double Magnitude, WeightLayer Layer, int Index)[] weights = layers
            .SelectMany(layer => Enumerable.Range(0, layer.Count).Select(i => (layer.Magnitude(i), layer, i)))
            .OrderBy(weight => weight.Item1)
            .ToArray();
        foreach ((double _, WeightLayer layer, int index) in weights.Take(CountOf(sparsity, weights.Length)))
        {
            layer.SetZero(index);
        }
    }
}
