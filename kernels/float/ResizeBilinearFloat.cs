// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// RESIZE_BILINEAR. out[b, y, x, c] = in at (v, u), interpolated linearly between the four cells around it. v = y · scale with scale =
/// input height / output height, or (input − 1) / (output − 1) with aligned corners; v = (y + ½) · scale − ½ with half-pixel centres. u
/// likewise.
/// </summary>
/// <supports>float32; constant size, aligned corners, half-pixel centres</supports>
public sealed class ResizeBilinearFloat : Kernel
{
    private Tensor _input;
    private Tensor _output;
    private int _rows;
    private int _columns;
    private int _rowWeights;
    private int _columnWeights;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(2, 2);
        context.RequireOutputs(1);
        _input = context.Input(0);
        Tensor size = context.ConstantInput(1);
        _output = context.Output(0);
        context.RequireType(_input, TypeSet.Float32);
        context.RequireType(size, TypeSet.Int32);
        context.RequireSameType(_output, _input);
        context.RequireRank(_input, 4, 4);
        context.RequireRank(_output, 4, 4);
        context.RequireElementCount(size, 2);
        context.RequireDimension(_output, 0, _input.Shape[0]);
        context.RequireDimension(_output, 1, size.GetInt32(0));
        context.RequireDimension(_output, 2, size.GetInt32(1));
        context.RequireDimension(_output, 3, _input.Shape[3]);
        OptionsView options = context.Options(BuiltinOptionsType.ResizeBilinear);
        bool alignsCorners = options.Bool(ResizeBilinearOptions.AlignCorners);
        bool hasHalfPixels = options.Bool(ResizeBilinearOptions.HalfPixelCenters);
        if (alignsCorners && hasHalfPixels)
        {
            throw context.Error(ErrorCode.OptionInvalid, null, 0, 1);
        }

        int depth = _input.Shape[3];
        _rows = context.Persistent(TensorType.Int32, 2 * _output.Shape[1]);
        _rowWeights = context.Persistent(TensorType.Float32, _output.Shape[1]);
        Plan(_input.Shape[1], _output.Shape[1], _input.Shape[2] * depth, alignsCorners, hasHalfPixels, _rows, _rowWeights);
        _columns = context.Persistent(TensorType.Int32, 2 * _output.Shape[2]);
        _columnWeights = context.Persistent(TensorType.Float32, _output.Shape[2]);
        Plan(_input.Shape[2], _output.Shape[2], depth, alignsCorners, hasHalfPixels, _columns, _columnWeights);
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        float[] input = _input.Float32;
        float[] output = _output.Float32;
        int[] cells = Memory.Int32;
        float[] weights = Memory.Float32;
        int depth = _input.Shape[3];
        int width = _output.Shape[2];
        int at = _output.Offset;
        for (int b = 0; b < _input.Shape[0]; b++)
        {
            int batch = _input.Offset + b * _input.CountOf(1, 4);
            for (int y = 0; y < _output.Shape[1]; y++)
            {
                int upper = batch + cells[_rows + 2 * y];
                int lower = batch + cells[_rows + 2 * y + 1];
                float down = weights[_rowWeights + y];
                float up = 1f - down;
                for (int x = 0; x < width; x++)
                {
                    float right = weights[_columnWeights + x];
                    float left = 1f - right;
                    int p00 = upper + cells[_columns + 2 * x];
                    int p01 = upper + cells[_columns + 2 * x + 1];
                    int p10 = lower + cells[_columns + 2 * x];
                    int p11 = lower + cells[_columns + 2 * x + 1];
                    for (int end = p00 + depth; p00 < end; p00++)
                    {
                        output[at++] = input[p00] * up * left + input[p10++] * down * left
                            + input[p01++] * up * right + input[p11++] * down * right;
                    }
                }
            }
        }
    }

    /// <summary>
    /// For each position along one dimension of the output: the offsets of the cells before and after it, and the weight of the latter.
    /// </summary>
    private void Plan(int input, int output, int stride, bool alignsCorners, bool hasHalfPixels, int cells, int weights)
    {
        int[] cellMemory = Memory.Int32;
        float[] weightMemory = Memory.Float32;
        float scale = alignsCorners && output > 1 ? (input - 1) / (float)(output - 1) : input / (float)output;
        for (int i = 0; i < output; i++)
        {
            // With half-pixel centres the first positions lie before the first cell, by at most half a cell.
            float place = hasHalfPixels ? (i + 0.5f) * scale - 0.5f : i * scale;

            // With millions of cells, single precision may round a position beyond the last one.
            int before = place < 0f ? 0 : (int)place;
            before = before < input ? before : input - 1;
            int behind = place > before ? before + 1 : before;
            cellMemory[cells + 2 * i] = before * stride;
            cellMemory[cells + 2 * i + 1] = (behind < input ? behind : input - 1) * stride;
            weightMemory[weights + i] = place - before;
        }
    }
}

/// <content>Registers <see cref="ResizeBilinearFloat"/>.</content>
public static partial class FloatKernels
{
    /// <summary>Adds RESIZE_BILINEAR for float32.</summary>
    public static OpResolver AddResizeBilinearFloat(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.ResizeBilinear, TypeSet.Float32, 5, static () => new ResizeBilinearFloat());
    }
}
