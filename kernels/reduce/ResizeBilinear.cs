// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// RESIZE_BILINEAR. out[b, y, x, c] = (Σ in[b, v, u, c] · wy(v) · wx(u) ± 2^19) / 2^20 over four neighbours, truncated. The weights are
/// fractions with 10 bits of the position that (y, x) maps to. They add up to 1, so the zero point needs no correction.
/// </summary>
/// <remarks>
/// Half-pixel centres may put a position before the first cell. Its weight is then above one and the other is negative, but both
/// neighbours are the same cell. Fractions lie in [−512, 1023], so the sum of four products with int8 stays below 2^30.
/// </remarks>
/// <supports>int8 and int16 with input and output quantised alike; constant size</supports>
public sealed class ResizeBilinear : Kernel
{
    private const int One = 1 << 10;

    private Tensor _input;
    private Tensor _output;
    private int _low;
    private int _high;
    private int _fraction;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(2, 2);
        context.RequireOutputs(1);
        _input = context.Input(0);
        _output = context.Output(0);
        context.RequireSameType(_output, _input);
        context.RequireRank(_input, 4, 4);
        context.RequireRank(_output, 4, 4);
        Tensor size = context.ConstantInput(1);
        context.RequireType(size, TypeSet.Int32);
        context.RequireElementCount(size, 2);
        context.RequireSameQuantization(_output, _input);
        context.RequireDimension(_output, 0, _input.Shape[0]);
        context.RequireDimension(_output, 1, size.GetInt32(0));
        context.RequireDimension(_output, 2, size.GetInt32(1));
        context.RequireDimension(_output, 3, _input.Shape[3]);
        OptionsView options = context.Options(BuiltinOptionsType.ResizeBilinear);
        bool alignsCorners = options.Bool(ResizeBilinearOptions.AlignCorners);
        bool hasHalfPixelCenters = options.Bool(ResizeBilinearOptions.HalfPixelCenters);
        if (alignsCorners && hasHalfPixelCenters)
        {
            throw context.Error(ErrorCode.OptionInvalid, null, 0, 1);
        }

        // Offsets of all rows, then of all columns, in elements of the input.
        int height = _output.Shape[1];
        int width = _output.Shape[2];
        _low = context.Persistent(TensorType.Int32, height + width);
        _high = context.Persistent(TensorType.Int32, height + width);
        _fraction = context.Persistent(TensorType.Int32, height + width);
        int depth = _input.Shape[3];
        Place(0, height, _input.Shape[1], depth * _input.Shape[2], alignsCorners, hasHalfPixelCenters);
        Place(height, width, _input.Shape[2], depth, alignsCorners, hasHalfPixelCenters);
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        sbyte[] input = _input.Int8;
        sbyte[] output = _output.Int8;
        short[] input16 = _input.Int16;
        short[] output16 = _output.Int16;
        int height = _output.Shape[1];
        int width = _output.Shape[2];
        int depth = _output.Shape[3];
        int[] memory = Memory.Int32;
        int low = _low;
        int high = _high;
        int fraction = _fraction;
        int batchSize = _input.CountOf(1, 4);
        int at = _output.Offset;
        for (int b = 0; b < _output.Shape[0]; b++)
        {
            int batch = _input.Offset + b * batchSize;
            for (int y = 0; y < height; y++)
            {
                int top = batch + memory[low + y];
                int bottom = batch + memory[high + y];
                int down = memory[fraction + y];
                int up = One - down;
                for (int x = height; x < height + width; x++)
                {
                    int right = memory[fraction + x];
                    int left = One - right;
                    int upLeft = up * left;
                    int downLeft = down * left;
                    int upRight = up * right;
                    int downRight = down * right;
                    int topLeft = top + memory[low + x];
                    int bottomLeft = bottom + memory[low + x];
                    int topRight = top + memory[high + x];
                    int bottomRight = bottom + memory[high + x];
                    if (input != null)
                    {
                        for (int c = 0; c < depth; c++)
                        {
                            int sum = input[topLeft + c] * upLeft + input[bottomLeft + c] * downLeft
                                + input[topRight + c] * upRight + input[bottomRight + c] * downRight;
                            output[at++] = (sbyte)((sum + (sum > 0 ? 1 << 19 : -(1 << 19))) / (1 << 20));
                        }
                    }
                    else
                    {
                        for (int c = 0; c < depth; c++)
                        {
                            long sum = (long)input16[topLeft + c] * upLeft + (long)input16[bottomLeft + c] * downLeft
                                + (long)input16[topRight + c] * upRight + (long)input16[bottomRight + c] * downRight;
                            output16[at++] = (short)((sum + (sum > 0 ? 1 << 19 : -(1 << 19))) / (1 << 20));
                        }
                    }
                }
            }
        }
    }

    private void Place(int start, int count, int cells, int stride, bool alignsCorners, bool hasHalfPixelCenters)
    {
        int from = alignsCorners && count > 1 ? cells - 1 : cells;
        int to = alignsCorners && count > 1 ? count - 1 : count;

        // 64 bits, because with more than 2 million cells positions do not fit 32.
        long scale = ((long)One * from + to / 2) / to;
        for (int i = 0; i < count; i++)
        {
            long place = hasHalfPixelCenters ? i * scale + scale / 2 - One / 2 : i * scale;
            long low = place / One > 0 ? place / One : 0;
            long high = (place + One - 1) / One;
            if (low > cells - 1)
            {
                // Only the rounding of the scale can bring a position here, over thousands of steps.
                low = cells - 1;
                place = One * low;
            }

            Memory.Int32[_low + start + i] = (int)low * stride;
            Memory.Int32[_high + start + i] = (int)(high < cells - 1 ? high : cells - 1) * stride;
            Memory.Int32[_fraction + start + i] = (int)(place - One * low);
        }
    }
}

/// <content>RESIZE_BILINEAR.</content>
public static partial class ReduceKernels
{
    /// <summary>RESIZE_BILINEAR for int8 and int16.</summary>
    public static OpResolver AddResizeBilinear(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.ResizeBilinear, TypeSet.Int8 | TypeSet.Int16, 4, static () => new ResizeBilinear());
    }
}
