// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// DEPTH_TO_SPACE. out[b, y · s + i, x · s + j, c] = in[b, y, x, (i · s + j) · C + c] for blocks of s by s positions. It is the inverse
/// of SPACE_TO_DEPTH.
/// </summary>
/// <supports>any type; rank 4</supports>
public sealed class DepthToSpace : DataKernel
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
        int block = context.Options(BuiltinOptionsType.DepthToSpace).Int32(DepthToSpaceOptions.BlockSize);
        _copy = SpaceToDepth.BlocksOfDepth(context, block, _output, _input, true);
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        _copy.Run(_input, _output);
    }
}

/// <content>Registers <see cref="DepthToSpace"/>.</content>
public static partial class DataKernels
{
    /// <summary>Adds DEPTH_TO_SPACE for every type.</summary>
    public static OpResolver AddDepthToSpace(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.DepthToSpace, TypeSet.Any, 3, static () => new DepthToSpace());
    }
}
