// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Linq;
using TinyInterp.Compiler.Arithmetic;
using TinyInterp.Compiler.Convolution;
using TinyInterp.Compiler.Writing;

namespace TinyInterp.Compiler.Depthwise;

/// <summary>
/// DEPTHWISE_CONV_2D: neighbouring channels share no input, so a word holds three places of one channel, and the channel's weights and
/// requantisation are the literal arguments of a call to the routine for its shape.
/// </summary>
public sealed class DepthwiseLanes : LayerCode
{
    private readonly WeightedLayer _layer;
    private readonly DepthwiseShape _shape;
    private readonly ClampTable _table;

    private DepthwiseLanes(WeightedLayer layer, DepthwiseShape shape, ClampTable table)
        : base(layer.Node)
    {
        _layer = layer;
        _shape = shape;
        _table = table;
    }

    /// <inheritdoc/>
    public override string Form => "lanes of " + (_shape.IsVertical ? "columns" : "rows");

    /// <inheritdoc/>
    public override IEnumerable<Graph.GraphTensor> InPlaceInputs => _shape.IsInPlace ? [_layer.Input] : [];

    /// <summary>The layer's code, or null where a lane is too narrow or the shape will not do.</summary>
    public static DepthwiseLanes TryNew(WeightedLayer layer, ClampTables tables)
    {
        DepthwiseShape shape = DepthwiseShape.Of(layer.Window, layer.Input.Tensor.ZeroPoint);
        if (shape == null || layer.Input.Type != Schema.TensorType.Int8 || layer.Window.OutputHeight * layer.Window.OutputWidth <= DepthwiseShape.Lanes
            || layer.Sums.Any(sum => sum.Bits > DepthwiseShape.LaneBits || (sum.OneStep == null && sum.Requantisation.Shift >= 0 && sum.Bits != 0)))
        {
            return null;
        }

        Requantisation r = layer.Sums[0].Requantisation;
        ClampTable table = tables.For(r.Min, r.Max, layer.Sums.Min(sum => sum.LowestIndex), layer.Sums.Max(sum => sum.HighestIndex));
        return table == null ? null : new DepthwiseLanes(layer, shape, table);
    }

    /// <inheritdoc/>
    public override void Write(ModelWriter writer)
    {
        string region = writer.Region(_layer.Input);
        writer.AddPart(this, string.Empty, [region, _table.Name], code =>
        {
            foreach (WeightedSum sum in _layer.Sums)
            {
                WriteCall(writer, code, sum);
            }
        });
    }

    private void WriteCall(ModelWriter writer, CSharpWriter code, WeightedSum sum)
    {
        bool isOneStep = sum.OneStep != null || sum.Bits == 0;
        int shift = sum.Bits == 0 ? 0 : sum.OneStep?.Usual().Shift ?? -sum.Requantisation.Shift;
        DepthwiseRoutine routine = new DepthwiseRoutine(_shape, isOneStep, shift);
        string name = writer.Shared(this, "Depthwise", (_shape, isOneStep, shift), "One channel of a depthwise window: " + Describe(), routine.Write);
        int multiplier = _layer.Window.OutputDepth / _layer.Window.InputDepth;
        int channel = sum.Channel / multiplier;
        List<string> arguments = new()
        {
            (_layer.Input.Offset + channel + routine.FirstPlace).ToString(),
            ", " + (_layer.Output.Offset + sum.Channel),
        };
        AddRequantisation(arguments, sum);
        int cells = _layer.Window.FilterHeight * _layer.Window.FilterWidth;
        long[] weights = Enumerable.Range(0, cells).Select(cell => (long)sum.Weights[cell * _layer.Window.InputDepth + channel]).ToArray();
        arguments.Add(", " + -sum.Low);
        arguments.AddRange(weights.Select(weight => ", " + weight));
        code.Wrapped(name + ".Channel(a, " + _table.Name + ", ", arguments, ");");
    }

    private void AddRequantisation(List<string> arguments, WeightedSum sum)
    {
        if (sum.Bits == 0)
        {
            // A channel without weights: the table's entry of its one result, whatever the lanes hold.
            arguments.Add(", 0");
            arguments.Add(", " + (sum.Constant - _table.First));
        }
        else if (sum.OneStep != null)
        {
            arguments.Add(", " + CSharpWriter.Long(sum.OneStep.Usual().Multiplier));
            arguments.Add(", " + CSharpWriter.Long(RequantisationCode.Addend(sum.OneStep.Usual(), 0, _table.First)));
        }
        else
        {
            Requantisation r = sum.Requantisation;
            arguments.Add(", " + CSharpWriter.Long(r.Multiplier));
            arguments.Add(", " + CSharpWriter.Long((sum.Low + sum.Bias) * r.Multiplier + 0x40000000L));
            arguments.Add(", " + CSharpWriter.Long(((long)(r.ZeroPoint - _table.First) << -r.Shift) + (1L << (-1 - r.Shift))));
        }
    }

    private string Describe()
    {
        return "filter " + _layer.Window.FilterHeight + "x" + _layer.Window.FilterWidth + ", " + _layer.Window.InputHeight + "x" + _layer.Window.InputWidth
            + "x" + _layer.Window.InputDepth + " to " + _layer.Window.OutputHeight + "x" + _layer.Window.OutputWidth + "x" + _layer.Window.OutputDepth;
    }
}
