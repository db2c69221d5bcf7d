// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// RESIZE_NEAREST_NEIGHBOR. out[b, y, x, c] = in[b, near(y), near(x), c] with near(i) = floor((i + offset) · scale), or rounded if
/// corners are aligned, at most the last index. offset is 0.5 for half-pixel centres, else 0. scale = in / out, or (in − 1) / (out − 1)
/// if corners are aligned.
/// </summary>
/// <remarks>The arithmetic is in single precision, like the reference's. Every machine rounds these values in the same way.</remarks>
/// <supports>any type; rank 4; the size is constant</supports>
public sealed class ResizeNearestNeighbor : DataKernel
{
    private Tensor _input;
    private Tensor _output;
    private int _rows;
    private int _columns;

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
        context.RequireRank(size, 1, 1);
        context.RequireElementCount(size, 2);
        context.RequireDimension(_output, 0, _input.Shape[0]);
        context.RequireDimension(_output, 1, size.GetInt32(0));
        context.RequireDimension(_output, 2, size.GetInt32(1));
        context.RequireDimension(_output, 3, _input.Shape[3]);
        OptionsView options = context.Options(BuiltinOptionsType.ResizeNearestNeighbor);
        bool alignCorners = options.Bool(ResizeNearestNeighborOptions.AlignCorners);
        bool halfPixelCenters = options.Bool(ResizeNearestNeighborOptions.HalfPixelCenters);
        int depth = _input.Shape[3];
        _rows = Places(context, _input.Shape[1], _output.Shape[1], _input.Shape[2] * depth, alignCorners, halfPixelCenters);
        _columns = Places(context, _input.Shape[2], _output.Shape[2], depth, alignCorners, halfPixelCenters);
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        Array input = _input.Data;
        Array output = _output.Data;
        sbyte[] inputBytes = _input.Shape[3] == 1 ? _input.Int8 : null;
        sbyte[] outputBytes = _output.Int8;
        int[] memory = Memory.Int32;
        int rows = _rows;
        int columns = _columns;
        int height = _output.Shape[1];
        int width = _output.Shape[2];
        int depth = _input.Shape[3];
        int outputRow = width * depth;
        int to = _output.Offset;
        for (int b = 0; b < _input.Shape[0]; b++)
        {
            int image = _input.Offset + b * Step(_input, 0);
            for (int y = 0; y < height; y++)
            {
                if (y > 0 && memory[rows + y] == memory[rows + y - 1])
                {
                    Array.Copy(output, to - outputRow, output, to, outputRow);
                    to += outputRow;
                    continue;
                }

                int row = image + memory[rows + y];
                if (inputBytes != null)
                {
                    for (int x = 0; x < width; x++)
                    {
                        outputBytes[to++] = inputBytes[row + memory[columns + x]];
                    }

                    continue;
                }

                for (int x = 0; x < width; x++)
                {
                    Array.Copy(input, row + memory[columns + x], output, to, depth);
                    to += depth;
                }
            }
        }
    }

    /// <summary>For each output position, the index of its input element, in units of <paramref name="step"/> elements.</summary>
    /// <returns>Index of the first entry in the persistent int32 array.</returns>
    private int Places(PrepareContext context, int inputSize, int outputSize, int step, bool alignCorners, bool halfPixelCenters)
    {
        float scale = alignCorners && outputSize > 1
            ? (inputSize - 1) / (float)(outputSize - 1)
            : inputSize / (float)outputSize;
        float offset = halfPixelCenters ? 0.5f : 0f;
        int places = context.Persistent(TensorType.Int32, outputSize);
        for (int i = 0; i < outputSize; i++)
        {
            float exact = (i + offset) * scale;
            int place = (int)exact;
            if (alignCorners && exact - place >= 0.5f)
            {
                place++;
            }

            Memory.Int32[places + i] = (place < inputSize ? place : inputSize - 1) * step;
        }

        return places;
    }
}

/// <content>Registers <see cref="ResizeNearestNeighbor"/>.</content>
public static partial class DataKernels
{
    /// <summary>Adds RESIZE_NEAREST_NEIGHBOR for every type.</summary>
    public static OpResolver AddResizeNearestNeighbor(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.ResizeNearestNeighbor, TypeSet.Any, 5, static () => new ResizeNearestNeighbor());
    }
}
