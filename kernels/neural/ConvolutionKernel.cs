// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// What CONV_2D, DEPTHWISE_CONV_2D and TRANSPOSE_CONV require of their tensors, and how they requantise: NHWC input and output of one
/// type, int8 or int16; a filter with zero point 0 and one scale, or one for each channel.
/// </summary>
public abstract class ConvolutionKernel : Kernel
{
    private protected Tensor _input;
    private protected Tensor _output;
    private protected FilterBytes _filter;
    private protected int _min;
    private protected int _max;

    // Indices in persistent memory. The step is 1 if each channel has its own multiplier and shift, else 0.
    private protected int _multipliers;
    private protected int _shifts;
    private protected int _scaleStep;

    /// <summary>Checks types, ranks, the number of batches and that of output channels.</summary>
    /// <param name="context">The node.</param>
    /// <param name="filter">The filter, of rank 4.</param>
    /// <param name="channelDimension">Its dimension that counts output channels.</param>
    /// <param name="takesInt4">Whether it may be int4 where the input is int8.</param>
    private protected void RequireTypesAndRanks(PrepareContext context, Tensor filter, int channelDimension, bool takesInt4)
    {
        context.RequireType(_input, TypeSet.Int8 | TypeSet.Int16);
        context.RequireSameType(_output, _input);
        if (filter.Type != TensorType.Int8 && !(takesInt4 && filter.Type == TensorType.Int4 && _input.Type == TensorType.Int8))
        {
            throw context.Error(ErrorCode.TypeUnsupported, filter, (int)TypeSet.Int8, (int)filter.Type);
        }

        context.RequireRank(_input, 4, 4);
        context.RequireRank(filter, 4, 4);
        context.RequireRank(_output, 4, 4);
        context.RequireDimension(_output, 0, _input.Shape[0]);
        context.RequireDimension(_output, 3, filter.Shape[channelDimension]);
    }

    /// <summary>The bias has an element for each channel: int32 beside int8 activations, int32 or int64 beside int16 ones.</summary>
    private protected void RequireBias(PrepareContext context, Tensor bias, int channels)
    {
        context.RequireType(bias, _input.Type == TensorType.Int8 ? TypeSet.Int32 : TypeSet.Int32 | TypeSet.Int64);
        context.RequireElementCount(bias, channels);
    }

    /// <summary>Takes the weights and what requantises their sums; int16 activations must have zero point 0.</summary>
    private protected void TakeFilter(PrepareContext context, Tensor filter, int channelDimension)
    {
        ChannelScales.Require(context, _input, filter, _output, filter.Shape[channelDimension], channelDimension);
        int scales = ChannelScales.Count(filter);
        _scaleStep = scales > 1 ? 1 : 0;
        _multipliers = context.Persistent(TensorType.Int32, scales);
        _shifts = context.Persistent(TensorType.Int8, scales);
        ChannelScales.Write(Memory, _multipliers, _shifts, _input, filter, _output);
        _filter = new FilterBytes(context, filter);
        if (_input.Type == TensorType.Int16)
        {
            context.RequireZeroPoint(_input, 0);
            context.RequireZeroPoint(_output, 0);
        }
    }
}
