// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Kernels;

/// <summary>
/// The requantisation of a weighted sum: input scale * filter scale / output scale in double precision, as a multiplier and a shift.
/// Filters quantised per channel have a pair for every output channel, which takes 5 bytes of persistent memory; others have one pair for
/// all.
/// </summary>
public static class ChannelScales
{
    // Requantisation of 64-bit sums shifts right by 15 − shift, and needs a bit to round.
    private const int MaxShift = 14;

    /// <summary>Checks that the tensors' quantisation gives valid multipliers and shifts.</summary>
    /// <param name="context">The node.</param>
    /// <param name="input">The input; one scale.</param>
    /// <param name="filter">The filter; one scale, or one per output channel, and zero points 0.</param>
    /// <param name="output">The output; one scale.</param>
    /// <param name="channels">Number of output channels.</param>
    /// <param name="channelDimension">The dimension of the filter that is the output channel.</param>
    /// <exception cref="ModelException">
    /// <see cref="ErrorCode.QuantizationMissing"/>; <see cref="ErrorCode.PerChannelUnsupported"/> for the input or output;
    /// <see cref="ErrorCode.QuantizationUnsupported"/>: the filter has a zero point or another quantised dimension, or a factor is 2^14
    /// or more.
    /// </exception>
    public static void Require(PrepareContext context, Tensor input, Tensor filter, Tensor output, int channels, int channelDimension)
    {
        context.RequireQuantized(input);
        context.RequireQuantized(output);
        if (!filter.IsQuantized)
        {
            throw context.Error(ErrorCode.QuantizationMissing, filter, 1, 0);
        }

        int count = filter.ChannelCount;
        if (count > 1 && (filter.QuantizedDimension != channelDimension || count != channels))
        {
            throw context.Error(ErrorCode.QuantizationUnsupported, filter, channelDimension, filter.QuantizedDimension);
        }

        for (int c = 0; c < count; c++)
        {
            if (filter.ChannelZeroPoint(c) != 0)
            {
                throw context.Error(ErrorCode.QuantizationUnsupported, filter, 0, filter.ChannelZeroPoint(c));
            }

            int shift;
            Multiplier(input, filter, output, c, out shift);
            RequireShift(context, output, shift, true);
        }
    }

    /// <summary>Number of multipliers, and of shifts, that a layer needs.</summary>
    public static int Count(Tensor filter)
    {
        int channels = filter.ChannelCount;
        return channels > 1 ? channels : 1;
    }

    /// <summary>The multiplier of one output channel.</summary>
    /// <param name="input">The input.</param>
    /// <param name="filter">The filter.</param>
    /// <param name="output">The output.</param>
    /// <param name="channel">The output channel; ignored if the filter has one scale.</param>
    /// <param name="shift">The channel's shift; positive is left.</param>
    public static int Multiplier(Tensor input, Tensor filter, Tensor output, int channel, out int shift)
    {
        return QuantizedMultiplier.FromReal((double)input.Scale * filter.ChannelScale(channel) / output.Scale, out shift);
    }

    /// <summary>Computes multipliers and shifts into persistent memory.</summary>
    /// <param name="memory">The kernels' memory.</param>
    /// <param name="multipliers">Index of the first of <see cref="Count"/> multipliers in the int32 array.</param>
    /// <param name="shifts">Index of the first of as many shifts in the int8 array; positive is left.</param>
    /// <param name="input">The input.</param>
    /// <param name="filter">The filter.</param>
    /// <param name="output">The output.</param>
    public static void Write(KernelMemory memory, int multipliers, int shifts, Tensor input, Tensor filter, Tensor output)
    {
        int count = Count(filter);
        for (int c = 0; c < count; c++)
        {
            int shift;
            memory.Int32[multipliers + c] = Multiplier(input, filter, output, c, out shift);
            memory.Int8[shifts + c] = (sbyte)shift;
        }
    }

    /// <summary>Requires that the requantisation of 64-bit sums has a bit to round: the factor must be below 2^14.</summary>
    /// <exception cref="ModelException"><see cref="ErrorCode.QuantizationUnsupported"/>: it is not.</exception>
    public static void RequireShift(PrepareContext context, Tensor output, int shift, bool isWide)
    {
        if (isWide && shift > MaxShift)
        {
            throw context.Error(ErrorCode.QuantizationUnsupported, output, MaxShift, shift);
        }
    }
}
