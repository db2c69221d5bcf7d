// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using TinyInterp.Schema;
using TinyInterp.Writer;

namespace TinyInterp.Optimize.Prune;

/// <summary>
/// Chooses the channels of least norm and zeroes their weights; the bias becomes the channel's mean over data, which the next layer's bias
/// takes over if the channel can be removed, or else 0. What hangs together (a convolution's channel and the depthwise channels
/// behind it, or all that a residual sum joins) is chosen as one; depthwise layers follow their source.
/// </summary>
internal sealed class ChannelSelector
{
    private readonly ModelDocument _model;
    private readonly ChannelMeans _means;
    private readonly ChannelAnalysis _analysis;
    private readonly Dictionary<int, List<(int Tensor, int Index)>> _members;

    internal ChannelSelector(ModelDocument model, ChannelMeans means)
    {
        _model = model;
        _means = means;
        _analysis = new ChannelAnalysis(model);
        _members = _analysis.Groups.Members();
    }

    /// <summary>Zeroes the weights of the chosen groups.</summary>
    internal void Run(PruneSettings settings)
    {
        List<Choice>[] layers = Layers().Where(choices => choices.Count != 0).ToArray();
        List<Choice> chosen = new List<Choice>();
        if (settings.Scope == PruneScope.Layer)
        {
            foreach (List<Choice> choices in layers)
            {
                chosen.AddRange(Least(choices, settings.Sparsity));
            }
        }
        else
        {
            chosen.AddRange(Least(layers.SelectMany(choices => choices).ToList(), settings.Sparsity));
        }

        foreach (Choice choice in chosen)
        {
            ForEachSlice(choice.Group, (node, channel) =>
            {
                _analysis.LayerOf(node).Kill(channel);
                SetBias(node, channel, _means.Of(node.Output, channel));
            });
        }

        // A constant other than 0 may be in the way of removal where a padded convolution reads it; 0 is not.
        ChannelAnalysis zeroed = new ChannelAnalysis(_model);
        Dictionary<int, HashSet<int>> removed = zeroed.Removable();
        foreach (Choice choice in chosen.Where(choice => !IsRemoved(removed, choice.Group)))
        {
            ForEachSlice(choice.Group, (node, channel) => SetBias(node, channel, 0));
        }
    }

    /// <summary>The layers that choose, each with its channels that may go: not those that an earlier layer chooses for it.</summary>
    private IEnumerable<List<Choice>> Layers()
    {
        HashSet<int> seen = new HashSet<int>();
        foreach (GraphNode node in _analysis.Nodes.Where(node => node.Role == ChannelRole.WeightedSum))
        {
            int[] groups = Enumerable.Range(0, _analysis.Groups.Size(node.Output))
                .Select(channel => _analysis.Groups.Group(node.Output, channel))
                .Where(group => _analysis.Groups.PinOf(group) == null)
                .Distinct()
                .Where(seen.Add)
                .ToArray();
            yield return groups.Select(group => new Choice(group, Score(group), node.Output, _members[group].Count(m => m.Tensor == node.Output))).ToList();
        }
    }

    /// <summary>
    /// Squared norms, each against the mean of its layer: the sum over the layers that make the channels, times those of the depthwise
    /// layers behind them, which scale what passes through.
    /// </summary>
    private double Score(int group)
    {
        double sum = 0;
        double factor = 1;
        ForEachSlice(group, (node, channel) =>
        {
            WeightLayer layer = _analysis.LayerOf(node);
            double mean = Enumerable.Range(0, layer.Channels).Sum(layer.SquaredNorm) / layer.Channels;
            double share = mean == 0 ? 0 : layer.SquaredNorm(channel) / mean;
            if (node.Role == ChannelRole.Depthwise)
            {
                factor *= share;
            }
            else
            {
                sum += share;
            }
        });
        return sum * factor;
    }

    /// <summary>The least of some choices, as many as the share allows, but never all channels of a layer.</summary>
    private IEnumerable<Choice> Least(List<Choice> choices, double sparsity)
    {
        int left = MagnitudePruner.CountOf(sparsity, choices.Sum(choice => choice.Channels));
        Dictionary<int, int> kept = choices.GroupBy(choice => choice.Tensor).ToDictionary(layer => layer.Key, layer => _analysis.Groups.Size(layer.Key));
        foreach (Choice choice in choices.OrderBy(choice => choice.Score))
        {
            if (choice.Channels <= left && choice.Channels < kept[choice.Tensor])
            {
                left -= choice.Channels;
                kept[choice.Tensor] -= choice.Channels;
                yield return choice;
            }
        }
    }

    /// <summary>The output channels of nodes with weights that belong to a group.</summary>
    private void ForEachSlice(int group, Action<GraphNode, int> act)
    {
        foreach ((int tensor, int index) in _members[group])
        {
            GraphNode? maker = _analysis.Nodes.FirstOrDefault(
                node => node.Role is ChannelRole.WeightedSum or ChannelRole.Depthwise && node.Output == tensor);
            if (maker != null)
            {
                act(maker, index);
            }
        }
    }

    private void SetBias(GraphNode node, int channel, double real)
    {
        if (node.Input(node.BiasInput) < 0)
        {
            return;
        }

        Constant bias = Constant.Of(_model, node.OwnConstant(node.BiasInput));
        bias[channel] = bias.Tensor.Type == TensorType.Float32
            ? real
            : Math.Clamp(Math.Round(real / _analysis.LayerOf(node).SumScale(node.Tensor(node.DataInput), channel)), int.MinValue, int.MaxValue);
    }

    private bool IsRemoved(Dictionary<int, HashSet<int>> removed, int group)
    {
        (int tensor, int index) = _members[group][0];
        return removed.TryGetValue(tensor, out HashSet<int>? channels) && channels.Contains(index);
    }

    /// <param name="Group">The channels' group.</param>
    /// <param name="Score">How much they matter.</param>
    /// <param name="Tensor">The layer's output.</param>
    /// <param name="Channels">How many of the layer's channels they are.</param>
    private sealed record Choice(int Group, double Score, int Tensor, int Channels);
}
