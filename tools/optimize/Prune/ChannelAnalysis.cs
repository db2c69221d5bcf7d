// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using TinyInterp.Schema;
using TinyInterp.Writer;

namespace TinyInterp.Optimize.Prune;

/// <summary>
/// Which channels of a model hang together, which always have one value, and which can be removed without changing what the model
/// computes: every reader of such a channel either has weights of 0 for it or takes its one value into the bias.
/// </summary>
internal sealed class ChannelAnalysis
{
    private const string OnlyOne = "the last channel of a layer stays";

    private readonly ModelDocument _model;
    private readonly SubgraphDef _graph;
    private readonly bool[] _isConstant;
    private readonly double[] _values;

    internal ChannelAnalysis(ModelDocument model)
    {
        _model = model;
        _graph = model.Subgraphs[0];
        Layers = WeightLayer.All(model);
        Nodes = Enumerable.Range(0, _graph.Operators.Count).Select(n => new GraphNode(model, n)).ToArray();
        Groups = new ChannelGroups(_graph);
        Join();
        _isConstant = new bool[Groups.Count];
        _values = new double[Groups.Count];
        FindConstants();
    }

    internal IReadOnlyList<GraphNode> Nodes { get; }

    internal IReadOnlyList<WeightLayer> Layers { get; }

    internal ChannelGroups Groups { get; }

    /// <summary>The weights of a node, or null.</summary>
    internal WeightLayer LayerOf(GraphNode node)
    {
        return Layers.First(layer => layer.TensorIndex == node.Input(1));
    }

    /// <summary>The stored value that a place always has.</summary>
    internal bool IsConstant(int tensor, int index, out double value)
    {
        int place = Groups.Place(tensor, index);
        value = _values[place];
        return _isConstant[place];
    }

    /// <summary>Pins the channels that readers need, and returns the groups that are left: those that can go, as a set for each tensor.</summary>
    internal Dictionary<int, HashSet<int>> Removable()
    {
        foreach (GraphNode node in Nodes.Where(node => node.Role == ChannelRole.WeightedSum))
        {
            PinReads(node);
        }

        Dictionary<int, HashSet<int>> removed = new Dictionary<int, HashSet<int>>();
        int[] least = LeastSizes();
        HashSet<int> computed = _graph.Operators.SelectMany(node => node.Outputs).ToHashSet();
        foreach ((int group, List<(int Tensor, int Index)> members) in Groups.Members())
        {
            if (Groups.PinOf(group) != null || !members.Exists(member => computed.Contains(member.Tensor)))
            {
                continue;
            }

            if (members.GroupBy(member => member.Tensor).Any(
                tensor => Groups.Size(tensor.Key) - Set(removed, tensor.Key).Count - tensor.Count() < least[tensor.Key]))
            {
                Groups.Pin(group, OnlyOne);
                continue;
            }

            foreach ((int tensor, int index) in members)
            {
                Set(removed, tensor).Add(index);
            }
        }

        return removed.Where(pair => pair.Value.Count != 0).ToDictionary(pair => pair.Key, pair => pair.Value);
    }

    /// <summary>The columns of a filter that read one channel of the input.</summary>
    internal static IEnumerable<int> Columns(GraphNode node, int channel)
    {
        int columns = node.Code == BuiltinOperator.FullyConnected ? node.Filter.Shape[1] : node.LastSize(node.DataInput);
        for (int column = channel; column < columns; column += node.LastSize(node.DataInput))
        {
            yield return column;
        }
    }

    private static HashSet<int> Set(Dictionary<int, HashSet<int>> sets, int tensor)
    {
        if (!sets.TryGetValue(tensor, out HashSet<int>? set))
        {
            sets.Add(tensor, set = new HashSet<int>());
        }

        return set;
    }

    private void Join()
    {
        string reader = "it is a model input or output";
        foreach (int tensor in _graph.Inputs.Concat(_graph.Outputs))
        {
            Groups.PinTensor(tensor, reader);
        }

        foreach (GraphNode node in Nodes)
        {
            int[] data = node.Definition.Inputs.Where(t => t >= 0 && !node.IsConstant(t)).ToArray();
            switch (node.Role)
            {
                case ChannelRole.WeightedSum:
                    if (node.IsSingleInputDepthwise)
                    {
                        Groups.PinTensor(node.DataInput, OnlyOne);
                    }

                    break;
                case ChannelRole.Depthwise:
                    int multiplier = node.LastSize(node.Output) / node.LastSize(node.DataInput);
                    JoinEach(node.Output, o => o, node.DataInput, o => o / multiplier);
                    break;
                case ChannelRole.PerChannel:
                    foreach (int input in data)
                    {
                        JoinPerChannel(node, input);
                    }

                    break;
                case ChannelRole.Reshape:
                    if (Groups.Size(node.Output) >= Groups.Size(node.DataInput))
                    {
                        JoinEach(node.Output, o => o, node.DataInput, o => o % Groups.Size(node.DataInput));
                    }
                    else
                    {
                        JoinEach(node.DataInput, i => i, node.Output, i => i % Groups.Size(node.Output));
                    }

                    break;
                case ChannelRole.Concatenation:
                    JoinSideBySide(node);
                    break;
                default:
                    string reason = node.Name + " combines all channels";
                    data.Concat(node.Definition.Outputs).Where(t => t >= 0).ToList().ForEach(t => Groups.PinTensor(t, reason));
                    break;
            }
        }
    }

    private void JoinPerChannel(GraphNode node, int input)
    {
        if (Groups.Size(input) == Groups.Size(node.Output))
        {
            JoinEach(node.Output, o => o, input, o => o);
        }
        else
        {
            Groups.PinTensor(input, node.Name + " spreads it over all channels");
        }
    }

    private void JoinSideBySide(GraphNode node)
    {
        int rank = node.Tensor(node.Output).Shape.Length;
        bool isLastAxis = ((node.Definition.Options?.Get(0, 0) ?? 0) + rank) % rank == rank - 1;
        int offset = 0;
        foreach (int input in node.Definition.Inputs)
        {
            int start = offset;
            JoinEach(input, i => i, node.Output, i => start + i);
            offset += isLastAxis ? Groups.Size(input) : 0;
        }
    }

    private void JoinEach(int over, Func<int, int> from, int other, Func<int, int> to)
    {
        for (int i = 0; i < Groups.Size(over); i++)
        {
            Groups.Join(Groups.Place(over, from(i)), Groups.Place(other, to(i)));
        }
    }

    private void FindConstants()
    {
        if (!Layers.Any(layer => Enumerable.Range(0, layer.Channels).Any(layer.IsDead)))
        {
            return;
        }

        ChannelValues values = new ChannelValues(_model);
        foreach (GraphNode node in Nodes.Where(node => node.Role != ChannelRole.Unknown))
        {
            for (int i = 0; i < Groups.Size(node.Output); i++)
            {
                int place = Groups.Place(node.Output, i);
                _isConstant[place] = IsConstant(node, i) && values.IsOne(node.Output, i, out _values[place]);
            }
        }
    }

    /// <summary>Whether an output channel can be seen to have one value, whatever the model's inputs are.</summary>
    private bool IsConstant(GraphNode node, int channel)
    {
        switch (node.Role)
        {
            case ChannelRole.WeightedSum:
                return LayerOf(node).IsDead(channel);
            case ChannelRole.Depthwise:
                int source = channel / (node.LastSize(node.Output) / node.LastSize(node.DataInput));
                return LayerOf(node).IsDead(channel)
                    || (IsConstant(node.DataInput, source, out double value) && (value == ZeroPoint(node.DataInput) || !node.IsPadded()));
            case ChannelRole.PerChannel:
                return node.Definition.Inputs.Where(t => t >= 0 && !node.IsConstant(t)).All(
                    t => Groups.Size(t) == Groups.Size(node.Output) && IsConstant(t, channel, out double x)
                        && (node.Code != BuiltinOperator.Pad || x == ZeroPoint(t)));
            case ChannelRole.Reshape:
                int from = Groups.Size(node.DataInput);
                return Enumerable.Range(0, from).Where(i => i % Groups.Size(node.Output) == channel % from).All(i => IsConstant(node.DataInput, i, out _));
            default:
                return IsConcatenationConstant(node, channel);
        }
    }

    private bool IsConcatenationConstant(GraphNode node, int channel)
    {
        int place = Groups.Place(node.Output, channel);
        return node.Definition.Inputs.All(input => Enumerable.Range(0, Groups.Size(input)).All(
            i => Groups.Group(input, i) != Groups.Group(place) || IsConstant(input, i, out _)));
    }

    private double ZeroPoint(int tensor)
    {
        return Constant.ZeroPoint(_graph.Tensors[tensor]);
    }

    /// <summary>Pins the channels that a weighted sum needs.</summary>
    private void PinReads(GraphNode node)
    {
        if (node.IsSingleInputDepthwise)
        {
            return;
        }

        WeightLayer layer = LayerOf(node);
        BiasFold fold = new BiasFold(_model, node);
        for (int channel = 0; channel < Groups.Size(node.DataInput); channel++)
        {
            int place = Groups.Place(node.DataInput, channel);
            if (Groups.PinOf(place) != null || IsUnread(node, layer, channel))
            {
                continue;
            }

            if (!_isConstant[place])
            {
                Groups.Pin(place, node.Name + " (node " + node.Index + ") reads it");
            }
            else if (_values[place] != ZeroPoint(node.DataInput))
            {
                string? obstacle = fold.Obstacle(channel, _values[place]);
                if (obstacle != null)
                {
                    Groups.Pin(place, obstacle);
                }
            }
        }
    }

    private static bool IsUnread(GraphNode node, WeightLayer layer, int channel)
    {
        int taps = layer.RowLength / node.Filter.Shape[^1];
        return Columns(node, channel).All(column => Enumerable.Range(0, layer.Channels).All(
            o => Enumerable.Range(0, taps).All(tap => layer.IsZero(layer.At(o, tap * node.Filter.Shape[^1] + column)))));
    }

    /// <summary>How many channels each tensor has to keep.</summary>
    private int[] LeastSizes()
    {
        int[] least = Enumerable.Repeat(1, _graph.Tensors.Count).ToArray();
        foreach (GraphNode node in Nodes)
        {
            // With one scale left, FULLY_CONNECTED would compute its multiplier in another precision.
            if (node.Code == BuiltinOperator.FullyConnected && node.Input(1) >= 0 && node.Filter.Quantization?.Scale is { Length: > 1 })
            {
                least[node.Output] = 2;
            }
        }

        return least;
    }
}
