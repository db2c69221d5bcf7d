// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// SPACE_TO_DEPTH. out[b, y, x, (i · s + j) · C + c] = in[b, y · s + i, x · s + j, c] for blocks of s by s positions.
/// </summary>
/// <supports>any type; rank 4</supports>
public sealed class SpaceToDepth : DataKernel
{
    private Tensor _input;
    private Tensor _output;
    private StridedCopy _copy;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(1, 1);
        context.RequireOutputs(1);
        _input = context.Input(0);
        _output = context.Output(0);
        int block = context.Options(BuiltinOptionsType.SpaceToDepth).Int32(SpaceToDepthOptions.BlockSize);
        _copy = BlocksOfDepth(context, block, _input, _output, false);
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        _copy.Run(_input, _output);
    }

    /// <summary>
    /// The copy between a tensor with blocks in space and one with blocks in depth. Rows within a block of the first become part of the
    /// depth of the second.
    /// </summary>
    internal static StridedCopy BlocksOfDepth(PrepareContext context, int block, Tensor space, Tensor depth, bool isReversed)
    {
        context.RequireRank(space, 4, 4);
        context.RequireRank(depth, 4, 4);
        context.RequireSameType(depth, space);
        if (block < 1)
        {
            throw context.Error(ErrorCode.OptionInvalid, null, 1, block);
        }

        Tensor output = isReversed ? space : depth;
        int channels = space.Shape[3];
        for (int d = 0; d < 4; d++)
        {
            long scale = d == 0 ? 1 : d == 3 ? (long)block * block : block;
            long spaceSize = (d == 3 ? scale : 1) * space.Shape[d];
            long depthSize = (d == 3 ? 1 : scale) * depth.Shape[d];
            if (spaceSize != depthSize)
            {
                throw context.Error(ErrorCode.ShapeMismatch, output, spaceSize, depthSize);
            }
        }

        int row = space.Shape[2] * channels;
        StridedCopy copy = new StridedCopy(context, 4);
        AddDimension(copy, isReversed, space.Shape[0] * depth.Shape[1], block * row, block * row);
        AddDimension(copy, isReversed, block, row, block * channels);
        AddDimension(copy, isReversed, depth.Shape[2], block * channels, block * block * channels);
        AddDimension(copy, isReversed, block * channels, 1, 1);
        copy.End();
        return copy;
    }

    private static void AddDimension(StridedCopy copy, bool isReversed, int size, int spaceStep, int depthStep)
    {
        copy.Add(size, isReversed ? depthStep : spaceStep, isReversed ? spaceStep : depthStep);
    }
}

/// <content>Registers <see cref="SpaceToDepth"/>.</content>
public static partial class DataKernels
{
    /// <summary>Adds SPACE_TO_DEPTH for every type.</summary>
    public static OpResolver AddSpaceToDepth(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.SpaceToDepth, TypeSet.Any, 3, static () => new SpaceToDepth());
    }
}
