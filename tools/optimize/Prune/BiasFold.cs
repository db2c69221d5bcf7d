// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Globalization;
using System.Linq;
using TinyInterp.Schema;
using TinyInterp.Writer;

namespace TinyInterp.Optimize.Prune;

/// <summary>Takes what a constant input channel adds to every output into the bias: bias[o] + (value − zero point) · Σ weights[o].</summary>
internal sealed class BiasFold
{
    private readonly ModelDocument _model;
    private readonly GraphNode _node;

    internal BiasFold(ModelDocument model, GraphNode node)
    {
        _model = model;
        _node = node;
    }

    /// <summary>Why a channel's constant cannot go into the bias exactly; null where it can.</summary>
    internal string? Obstacle(int channel, double value)
    {
        string what = "its constant " + value.ToString("G4", CultureInfo.InvariantCulture) + " cannot be moved into the bias of " + _node.Name + " (node "
            + _node.Index + "): ";
        if (_node.IsPadded())
        {
            return what + "padding reads 0 beside it";
        }

        if (_node.Input(_node.BiasInput) < 0)
        {
            return _node.CanHaveBias ? null : what + "there is none";
        }

        Constant bias = Constant.Of(_model, _node.Tensor(_node.Input(_node.BiasInput)));
        if (bias.Tensor.Type != TensorType.Int32)
        {
            return null;
        }

        double[] sums = Added(channel, value);
        return Enumerable.Range(0, sums.Length).All(o => bias[o] + sums[o] is >= int.MinValue and <= int.MaxValue)
            ? null
            : what + "the sum leaves 32 bits";
    }

    /// <summary>What the channel adds to each output's sum.</summary>
    internal double[] Added(int channel, double value)
    {
        Constant filter = Constant.Of(_model, _node.Filter);
        int[] shape = _node.Filter.Shape;
        int row = filter.Count / shape[0];
        double zero = Constant.ZeroPoint(_node.Filter);
        double offset = value - Constant.ZeroPoint(_node.Tensor(_node.DataInput));
        double[] added = new double[shape[0]];
        for (int o = 0; o < added.Length; o++)
        {
            foreach (int column in ChannelAnalysis.Columns(_node, channel))
            {
                for (int at = o * row + column; at < (o + 1) * row; at += shape[^1])
                {
                    added[o] += (filter[at] - zero) * offset;
                }
            }
        }

        return added;
    }
}
