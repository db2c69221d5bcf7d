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
    private readonly bool _isData;
    private readonly long _commonLow;

    private DepthwiseLanes(WeightedLayer layer, DepthwiseShape shape, ClampTable table, DataBudget budget)
        : base(layer.Node)
    {
        _layer = layer;
        _shape = shape;
        _table = table;
        _commonLow = layer.Sums.Max(sum => -sum.Low);
        if (layer.Sums.Any(sum => sum.High + _commonLow >= 1L << DepthwiseShape.LaneBits))
        {
            _commonLow = -1;
        }

        bool isAlike = _commonLow >= 0 && layer.Sums.All(sum => sum.Bits != 0 && sum.OneStep != null
            && sum.OneStep.Usual().Shift == layer.Sums[0].OneStep?.Usual().Shift);
        _isData = isAlike && budget.TryTake(layer.Sums.Count * (Cells + 2 * sizeof(long)));
    }

    /// <inheritdoc/>
    public override string Form => "lanes of " + (_shape.IsVertical ? "columns" : "rows") + (_isData ? ", weights as data" : string.Empty);

    /// <inheritdoc/>
    public override IEnumerable<Graph.GraphTensor> InPlaceInputs => _shape.IsInPlace ? [_layer.Input] : [];

    /// <summary>The layer's code, or null where a lane is too narrow or the shape will not do.</summary>
    public static DepthwiseLanes? TryNew(WeightedLayer layer, ClampTables tables, DataBudget budget)
    {
        DepthwiseShape? shape = DepthwiseShape.Of(layer.Window, layer.Input.Tensor.ZeroPoint);
        if (shape == null || layer.Input.Type != Schema.TensorType.Int8 || layer.Window.OutputHeight * layer.Window.OutputWidth <= DepthwiseShape.Lanes
            || layer.Sums.Any(sum => sum.Bits > DepthwiseShape.LaneBits || (sum.OneStep == null && sum.Requantisation.Shift >= 0 && sum.Bits != 0)))
        {
            return null;
        }

        Requantisation r = layer.Sums[0].Requantisation;
        ClampTable? table = tables.For(r.Min, r.Max, layer.Sums.Min(sum => sum.LowestIndex), layer.Sums.Max(sum => sum.HighestIndex));
        return table == null ? null : new DepthwiseLanes(layer, shape, table, budget);
    }

    private int Cells => _layer.Window.FilterHeight * _layer.Window.FilterWidth;

    private int Multiplier => _layer.Window.OutputDepth / _layer.Window.InputDepth;

    /// <inheritdoc/>
    public override void Write(ModelWriter writer)
    {
        string region = writer.Region(_layer.Input);
        if (_isData)
        {
            WriteLoop(writer, region);
            return;
        }

        writer.AddPart(this, string.Empty, [region, _table.Name], code =>
        {
            // Locals have shorter instructions than constants.
            code.Line("int q = " + _layer.Output.Offset + ";");
            if (Multiplier == 1)
            {
                code.Line("int toInput = " + ToInput(_layer.Sums[0]) + ";");
            }

            if (_commonLow >= 0)
            {
                code.Line("int low = " + _commonLow + ";");
            }

            foreach (WeightedSum sum in _layer.Sums)
            {
                List<string> arguments = new() { Multiplier == 1 ? "toInput" : ToInput(sum).ToString(), ", " + Plus("q", sum.Channel) };
                arguments.AddRange(Requantisation(sum));
                arguments.Add(_commonLow >= 0 ? ", low" : ", " + -sum.Low);
                arguments.AddRange(Weights(sum).Select(weight => ", " + weight));
                code.Wrapped(Routine(writer, sum) + ".Channel(a, " + _table.Name + ", ", arguments, ");");
            }
        });
    }

    private static string Plus(string name, int distance)
    {
        return distance == 0 ? name : name + " + " + distance;
    }

    /// <summary>A loop over the channels, with weights and lines in arrays: shorter than a call for each, but the arrays take RAM.</summary>
    private void WriteLoop(ModelWriter writer, string region)
    {
        string weights = "weights" + Node.Index;
        string lines = "lines" + Node.Index;
        writer.Add(new ArrayField(
            weights, "sbyte", 1, () => _layer.Sums.Count * Cells, () => "new sbyte[] { " + string.Join(", ", _layer.Sums.SelectMany(Weights)) + " }"));
        writer.Add(new ArrayField(
            lines, "long", sizeof(long), () => 2 * _layer.Sums.Count,
            () => "new long[] { " + string.Join(", ", _layer.Sums.SelectMany(Requantisation).Select(argument => argument.Substring(2))) + " }"));
        writer.AddPart(this, string.Empty, [region, _table.Name, weights, lines], code =>
        {
            code.Line("int w = 0;");
            code.Open("for (int c = 0; c < " + _layer.Sums.Count + "; c++)");
            code.Wrapped(
                Routine(writer, _layer.Sums[0]) + ".Channel(a, " + _table.Name + ", " + ToInput(_layer.Sums[0]) + (Multiplier == 1 ? string.Empty : " + c / " + Multiplier + " - c") + ", "
                    + _layer.Output.Offset + " + c, " + lines + "[2 * c], " + lines + "[2 * c + 1], " + _commonLow,
                Enumerable.Range(0, Cells).Select(cell => ", " + weights + "[" + Plus("w", cell) + "]"), ");");
            code.Line("w += " + Cells + ";");
            code.Close();
        });
    }

    /// <summary>How far before a channel's first output its first input lies.</summary>
    private int ToInput(WeightedSum sum)
    {
        return _layer.Input.Offset + sum.Channel / Multiplier + RoutineOf(sum).FirstPlace - _layer.Output.Offset - sum.Channel;
    }

    private DepthwiseRoutine RoutineOf(WeightedSum sum)
    {
        (bool isOneStep, int shift) = FormOf(sum);
        return new DepthwiseRoutine(_shape, isOneStep, shift);
    }

    private string Routine(ModelWriter writer, WeightedSum sum)
    {
        (bool isOneStep, int shift) = FormOf(sum);
        return writer.Shared(this, "Depthwise", (_shape, isOneStep, shift), "One channel of a depthwise window: " + Describe(), RoutineOf(sum).Write);
    }

    private static (bool IsOneStep, int Shift) FormOf(WeightedSum sum)
    {
        return (sum.OneStep != null || sum.Bits == 0, sum.Bits == 0 ? 0 : sum.OneStep?.Usual().Shift ?? -sum.Requantisation.Shift);
    }

    private IEnumerable<int> Weights(WeightedSum sum)
    {
        return Enumerable.Range(0, Cells).Select(cell => sum.Weights[cell * _layer.Window.InputDepth + sum.Channel / Multiplier]);
    }

    private IEnumerable<string> Requantisation(WeightedSum sum)
    {
        // What the lane holds for the least sum.
        long least = _commonLow >= 0 ? _commonLow + sum.Low : 0;
        if (sum.Bits == 0)
        {
            // A channel without weights: the table's entry of its one result, whatever the lanes hold.
            yield return ", 0";
            yield return ", " + (sum.Constant - _table.First);
        }
        else if (sum.OneStep != null)
        {
            yield return ", " + CSharpWriter.Long(sum.OneStep.Usual().Multiplier);
            yield return ", " + CSharpWriter.Long(RequantisationCode.Addend(sum.OneStep.Usual(), least, _table.First));
        }
        else
        {
            Requantisation r = sum.Requantisation;
            yield return ", " + CSharpWriter.Long(r.Multiplier);
            yield return ", " + CSharpWriter.Long((sum.Low + sum.Bias - least) * r.Multiplier + 0x40000000L);
            yield return ", " + CSharpWriter.Long(((long)(r.ZeroPoint - _table.First) << -r.Shift) + (1L << (-1 - r.Shift)));
        }
    }

    private string Describe()
    {
        return "filter " + _layer.Window.FilterHeight + "x" + _layer.Window.FilterWidth + ", " + _layer.Window.InputHeight + "x" + _layer.Window.InputWidth
            + "x" + _layer.Window.InputDepth + " to " + _layer.Window.OutputHeight + "x" + _layer.Window.OutputWidth + "x" + _layer.Window.OutputDepth;
    }
}
