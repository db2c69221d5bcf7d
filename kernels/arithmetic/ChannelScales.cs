// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Kernels;

/// <summary>
/// Requantisation of a weighted sum, one multiplier and shift for each output channel: input scale * filter scale / output scale, in
/// double precision.
/// </summary>
public sealed class ChannelScales
{
    // Requantisation of 64-bit sums keeps 15 bits behind the point; a factor of 2^14 leaves no room to round.
    private const int MaxShift = 14;

    /// <summary>Computes multipliers and shifts.</summary>
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
    public ChannelScales(PrepareContext context, Tensor input, Tensor filter, Tensor output, int channels, int channelDimension)
    {
        context.RequireQuantized(input);
        context.RequireQuantized(output);
        if (!filter.IsQuantized)
        {
            throw context.Error(ErrorCode.QuantizationMissing, filter, 1, 0);
        }

        if (filter.ChannelCount > 1 && (filter.QuantizedDimension != channelDimension || filter.ChannelCount != channels))
        {
            throw context.Error(ErrorCode.QuantizationUnsupported, filter, channelDimension, filter.QuantizedDimension);
        }

        Multipliers = context.NewInt32(channels);
        Shifts = context.NewInt32(channels);
        for (int c = 0; c < channels; c++)
        {
            if (filter.ChannelZeroPoint(c) != 0)
            {
                throw context.Error(ErrorCode.QuantizationUnsupported, filter, 0, filter.ChannelZeroPoint(c));
            }

            double real = (double)input.Scale * filter.ChannelScale(c) / output.Scale;
            int shift;
            Multipliers[c] = QuantizedMultiplier.FromReal(real, out shift);
            RequireShift(context, output, shift, true);
            Shifts[c] = shift;
        }
    }

    /// <summary>The multiplier of each output channel.</summary>
    public int[] Multipliers { get; }

    /// <summary>The shift of each output channel; positive is left.</summary>
    public int[] Shifts { get; }

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
