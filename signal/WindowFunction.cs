// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Signal;

/// <summary>
/// Applies a window to a frame of samples: out[i] = clamp(floor(in[i] · w[i] / 2^shift)), where w has shift fractional bits. The product
/// of two int16 values fits 32 bits.
/// </summary>
public static class WindowFunction
{
    /// <summary>Applies the window to one frame.</summary>
    /// <param name="input">Samples.</param>
    /// <param name="inputStart">Index of the first sample.</param>
    /// <param name="weights">Weights.</param>
    /// <param name="weightsStart">Index of the first weight.</param>
    /// <param name="count">Number of samples and of weights.</param>
    /// <param name="shift">Fractional bits of the weights, 0 to 31.</param>
    /// <param name="output">Receives the products; may be the input.</param>
    /// <param name="outputStart">Index of the first output.</param>
    public static void Apply(
        short[] input, int inputStart, short[] weights, int weightsStart, int count, int shift, short[] output, int outputStart)
    {
        for (int end = inputStart + count; inputStart < end; inputStart++)
        {
            int product = (input[inputStart] * weights[weightsStart++]) >> shift;
            output[outputStart++] = (short)(product < -32768 ? -32768 : product > 32767 ? 32767 : product);
        }
    }

    /// <summary>Applies the window to one frame, with weights as bytes, as they lie in a model.</summary>
    /// <param name="input">Samples.</param>
    /// <param name="inputStart">Index of the first sample.</param>
    /// <param name="weights">Little-endian int16 weights.</param>
    /// <param name="weightsStart">Index of the first weight's first byte.</param>
    /// <param name="count">Number of samples and of weights.</param>
    /// <param name="shift">Fractional bits of the weights, 0 to 31.</param>
    /// <param name="output">Receives the products; may be the input.</param>
    /// <param name="outputStart">Index of the first output.</param>
    public static void Apply(
        short[] input, int inputStart, byte[] weights, int weightsStart, int count, int shift, short[] output, int outputStart)
    {
        for (int end = inputStart + count; inputStart < end; inputStart++)
        {
            int product = (input[inputStart] * BitConverter.ToInt16(weights, weightsStart)) >> shift;
            output[outputStart++] = (short)(product < -32768 ? -32768 : product > 32767 ? 32767 : product);
            weightsStart += 2;
        }
    }

    /// <summary>The Hann window: w[i] = round((1 − cos(2π·(i + ½) / n)) / 2 · 2^shift), with halves rounded to even.</summary>
    /// <param name="count">n, at least 1.</param>
    /// <param name="shift">Fractional bits of the weights, 0 to 14.</param>
    /// <exception cref="ArgumentException">The count or the shift is out of range.</exception>
    public static short[] Hann(int count, int shift)
    {
        if (count < 1 || shift < 0 || shift > 14)
        {
            throw new ArgumentException();
        }

        short[] weights = new short[count];
        for (int i = 0; i < count; i++)
        {
            double cos;
            double sin;
            Trigonometry.CosSin(2 * Trigonometry.Pi / count * (i + 0.5), out cos, out sin);
            double weight = (0.5 - 0.5 * cos) * (1 << shift);
            long rounded = Trigonometry.Floor(weight + 0.5);
            weights[i] = (short)(rounded - weight == 0.5 && (rounded & 1) != 0 ? rounded - 1 : rounded);
        }

        return weights;
    }
}
