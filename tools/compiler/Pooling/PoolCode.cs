// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Linq;
using TinyInterp.Compiler.Convolution;
using TinyInterp.Compiler.Graph;
using TinyInterp.Compiler.Writing;
using TinyInterp.Schema;

namespace TinyInterp.Compiler.Pooling;

/// <summary>AVERAGE_POOL_2D and MAX_POOL_2D of int8 with literal shapes: windows that lie inside the input are one expression.</summary>
public sealed class PoolCode : LayerCode
{
    private const int MaxCells = 400;
    private const int MostInExpression = 32;

    private readonly WindowShape _window;
    private readonly int _min;
    private readonly int _max;

    private PoolCode(GraphNode node, WindowShape window, (int Min, int Max) range)
        : base(node)
    {
        _window = window;
        _min = range.Min;
        _max = range.Max;
    }

    /// <inheritdoc/>
    public override string Form => "loop over channels";

    private bool IsAverage => Node.Code == BuiltinOperator.AveragePool2D;

    /// <summary>The code for a pool of int8 whose windows never leave the input, else null.</summary>
    public static PoolCode? TryNew(GraphNode node)
    {
        if (node.Code is not (BuiltinOperator.AveragePool2D or BuiltinOperator.MaxPool2D))
        {
            return null;
        }

        GraphTensor input = node.Input(0);
        GraphTensor output = node.Outputs[0];
        if (input.Type != TensorType.Int8 || input.IsConstant || input.ElementCount == 0 || output.ElementCount == 0)
        {
            return null;
        }

        OptionsView options = node.Options();
        WindowShape window = WindowShape.Of(
            input, output, options.Int32(Pool2DOptions.FilterHeight), options.Int32(Pool2DOptions.FilterWidth),
            options.Int32(Pool2DOptions.StrideH), options.Int32(Pool2DOptions.StrideW), 1, 1);
        if (window.IsPadded || window.FilterHeight * window.FilterWidth > MaxCells)
        {
            return null;
        }

        (int Min, int Max) range = FusedRange.Of(options.SByte(Pool2DOptions.FusedActivationFunction), output);
        output.Min = Math.Clamp(input.Min, range.Min, range.Max);
        output.Max = Math.Clamp(input.Max, range.Min, range.Max);
        return new PoolCode(node, window, range);
    }

    /// <inheritdoc/>
    public override void Write(ModelWriter writer)
    {
        writer.AddPart(this, string.Empty, [writer.Region(Node.Input(0))], WriteBody);
    }

    private void WriteBody(CSharpWriter code)
    {
        WindowShape w = _window;
        int rowSize = w.InputWidth * w.InputDepth;
        int input = Node.Input(0).Offset;
        code.Line("int q = " + Node.Outputs[0].Offset + ";");
        if (w.Positions == 1)
        {
            WriteChannels(code, input.ToString());
            return;
        }

        code.Open("for (int image = " + input + "; image < " + (input + w.Batches * w.InputHeight * rowSize) + "; image += " + w.InputHeight * rowSize + ")");
        code.Open("for (int row = image; row < image + " + w.OutputHeight * w.StrideHeight * rowSize + "; row += " + w.StrideHeight * rowSize + ")");
        int step = w.StrideWidth * w.InputDepth;
        code.Open("for (int cell = row; cell < row + " + w.OutputWidth * step + "; cell += " + step + ")");
        WriteChannels(code, "cell");
        code.Close();
        code.Close();
        code.Close();
    }

    private void WriteChannels(CSharpWriter code, string start)
    {
        WindowShape w = _window;
        int cells = w.FilterHeight * w.FilterWidth;
        int[] places = Enumerable.Range(0, cells)
            .Select(cell => (cell / w.FilterWidth * w.InputWidth + cell % w.FilterWidth) * w.InputDepth).ToArray();
        string[] elements = places.Select(place => "a[p" + (place == 0 ? string.Empty : " + " + place) + "]").ToArray();
        code.Open("for (int p = " + start + "; p < " + start + " + " + w.InputDepth + "; p++)");
        int inTurn = Enumerable.Range(1, MostInExpression).Last(n => cells % n == 0);
        if (IsAverage && w.FilterWidth == w.InputWidth && inTurn < cells)
        {
            // The window's cells follow one another: a loop over a few at a time.
            code.Line("int value = 0;");
            code.Open("for (int r = p; r < p + " + cells * w.InputDepth + "; r += " + inTurn * w.InputDepth + ")");
            code.Wrapped(
                "value = value + ", Enumerable.Range(0, inTurn).Select(i => i == 0 ? "a[r]" : " + a[r + " + i * w.InputDepth + "]"), ";");
            code.Close();
        }
        else if (IsAverage)
        {
            code.Wrapped("int value = ", elements.Select((element, i) => i == 0 ? element : " + " + element), ";");
        }

        if (IsAverage)
        {
            int half = cells / 2;

            // Division truncates, so half the divisor goes in the direction of the sign.
            code.Line("value = (value > 0 ? value + " + half + " : value - " + half + ") / " + cells + ";");
        }
        else
        {
            code.Line("int value = " + elements[0] + ";");
            code.Line(cells > 1 ? "int other;" : "// A window of one cell.");
            foreach (string element in elements.Skip(1))
            {
                code.Line("other = " + element + ";");
                code.Open("if (other > value)");
                code.Line("value = other;");
                code.Close();
            }
        }

        bool clamps = _min > Node.Input(0).Min || _max < Node.Input(0).Max;
        code.Line("a[q++] = (sbyte)" + (clamps ? "(value < " + _min + " ? " + _min + " : value > " + _max + " ? " + _max + " : value)" : "value") + ";");
        code.Close();
    }
}
