// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>Base of float pools. A window slides over an NHWC input, and each channel of the window's cells gives one value.</summary>
public abstract class PoolFloat : Kernel
{
    private Tensor _input;
    private Tensor _output;
    private Window _window;
    private float _low;
    private float _high;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(1, 1);
        context.RequireOutputs(1);
        _input = context.Input(0);
        _output = context.Output(0);
        context.RequireType(_input, TypeSet.Float32);
        context.RequireSameType(_output, _input);
        context.RequireRank(_input, 4, 4);
        context.RequireRank(_output, 4, 4);
        context.RequireDimension(_output, 0, _input.Shape[0]);
        context.RequireDimension(_output, 3, _input.Shape[3]);
        OptionsView options = context.Options(BuiltinOptionsType.Pool2D);
        _window = Window.Of(
            context, _input, _output, options.Int32(Pool2DOptions.FilterHeight), options.Int32(Pool2DOptions.FilterWidth),
            options.SByte(Pool2DOptions.Padding), options.Int32(Pool2DOptions.StrideH), options.Int32(Pool2DOptions.StrideW), 1, 1);
        ActivationRange.Real(context, options.SByte(Pool2DOptions.FusedActivationFunction), _output, out _low, out _high);
        context.AllowOverlap(0, 0, _window.OverlapDistance(_input, _output));
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        float[] input = _input.Float32;
        float[] output = _output.Float32;
        int height = _input.Shape[1];
        int width = _input.Shape[2];
        int depth = _input.Shape[3];
        float low = _low;
        float high = _high;
        int at = _output.Offset;
        for (int b = 0; b < _input.Shape[0]; b++)
        {
            for (int y = 0; y < _output.Shape[1]; y++)
            {
                int originY = y * _window.StrideHeight - _window.PadTop;
                int firstY = Window.FirstTap(originY, 1);
                int rows = Window.EndTap(originY, 1, _window.FilterHeight, height) - firstY;
                int row = _input.Offset + (b * height + originY + firstY) * width * depth;
                for (int x = 0; x < _output.Shape[2]; x++)
                {
                    int originX = x * _window.StrideWidth - _window.PadLeft;
                    int firstX = Window.FirstTap(originX, 1);
                    int columns = Window.EndTap(originX, 1, _window.FilterWidth, width) - firstX;
                    int first = row + (originX + firstX) * depth;
                    for (int end = first + depth; first < end; first++)
                    {
                        float value = Reduce(input, first, rows, width * depth, columns, depth);
                        output[at++] = value < low ? low : value > high ? high : value;
                    }
                }
            }
        }
    }

    /// <summary>Computes one channel of one window.</summary>
    /// <param name="input">The array of the input.</param>
    /// <param name="first">Index of the channel in the window's first cell.</param>
    /// <param name="rows">Number of rows of cells; at least 1.</param>
    /// <param name="rowStep">Distance from one row to the next.</param>
    /// <param name="columns">Number of cells in a row; at least 1.</param>
    /// <param name="depth">Distance from one cell to the next.</param>
    protected abstract float Reduce(float[] input, int first, int rows, int rowStep, int columns, int depth);
}
