// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Kernels;

/// <summary>
/// Requantisation of a weighted sum: input scale * filter scale / output scale, in double precision, as a multiplier and a shift. Filters
/// quantised per channel have one of each for every output channel, 5 bytes of persistent memory; others one for all.
/// </summary>
public static class ChannelScales
{
    // Requantisation of 64-bit sums keeps 15 bits behind the point; a factor of 2^14 leaves no room to round.
    private const int MaxShift = 14;

    /// <summary>Proves that multipliers and shifts can be had.</summary>
    /// <param name="context">The node.</param>
    /// <param name="input">Input, one scale.</param>
    /// <param name="filter">Filter, one scale or one for each output channel; zero points 0.</param>
    /// <param name="output">Output, one scale.</param>
    /// <param name="channels">Number of output channels.</param>
    /// <param name="channelDimension">The filter's dimension that counts output channels.</param>
    /// <exception cref="ModelException">
    /// <see cref="ErrorCode.QuantizationMissing"/>, <see cref="ErrorCode.QuantizationUnsupported"/> for a filter zero point, another
    /// quantised dimension or a factor of 2^14 and more.
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

    /// <summary>Number of multipliers and shifts that a layer keeps.</summary>
    public static int Count(Tensor filter)
    {
        int channels = filter.ChannelCount;
        return channels > 1 ? channels : 1;
    }

    /// <summary>The multiplier of one output channel.</summary>
    /// <param name="input">Input.</param>
    /// <param name="filter">Filter.</param>
    /// <param name="output">Output.</param>
    /// <param name="channel">The output channel; any where the filter has but one scale.</param>
    /// <param name="shift">Its shift; positive is left.</param>
    public static int Multiplier(Tensor input, Tensor filter, Tensor output, int channel, out int shift)
    {
        return QuantizedMultiplier.FromReal((double)input.Scale * filter.ChannelScale(channel) / output.Scale, out shift);
    }

    /// <summary>Computes multipliers and shifts into persistent memory.</summary>
    /// <param name="memory">The kernels' memory.</param>
    /// <param name="multipliers">Place of <see cref="Count"/> multipliers among the int32 elements.</param>
    /// <param name="shifts">Place of as many shifts among the int8 elements; positive is left.</param>
    /// <param name="input">Input.</param>
    /// <param name="filter">Filter.</param>
    /// <param name="output">Output.</param>
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

    /// <summary>Requantisation of 64-bit sums must have room to round: a factor below 2^14.</summary>
    /// <exception cref="ModelException"><see cref="ErrorCode.QuantizationUnsupported"/>.</exception>
    public static void RequireShift(PrepareContext context, Tensor output, int shift, bool isWide)
    {
        if (isWide && shift > MaxShift)
        {
            throw context.Error(ErrorCode.QuantizationUnsupported, output, MaxShift, shift);
        }
    }
}
