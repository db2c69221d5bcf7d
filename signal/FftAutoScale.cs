// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Signal;

/// <summary>
/// Shifts a frame left until bit 14 of its largest magnitude is set, so that the int16 FFT loses the least to rounding:
/// out[i] = in[i] · 2^bits. Silence is not shifted.
/// </summary>
public static class FftAutoScale
{
    /// <summary>Shifts a frame.</summary>
    /// <param name="input">Samples.</param>
    /// <param name="inputStart">Index of the first sample.</param>
    /// <param name="count">Number of samples.</param>
    /// <param name="output">Receives the shifted samples; may be the input.</param>
    /// <param name="outputStart">Index of the first output.</param>
    /// <returns>The number of bits, 0 to 14.</returns>
    public static int Apply(short[] input, int inputStart, int count, short[] output, int outputStart)
    {
        // The magnitude of −32,768 does not fit the reference's int16: its search for the maximum restarts from −32,768, and so
        // does this one.
        int max = 0;
        int end = inputStart + count;
        for (int i = inputStart; i < end; i++)
        {
            int value = input[i];
            if (value > max)
            {
                max = value;
            }
            else if (-value > max)
            {
                max = value == -32768 ? value : -value;
            }
        }

        int bits = 0;
        if (max > 0)
        {
            while (max < 1 << 14)
            {
                max <<= 1;
                bits++;
            }
        }

        int factor = 1 << bits;
        for (int i = inputStart; i < end; i++)
        {
            output[outputStart++] = (short)(input[i] * factor);
        }

        return bits;
    }
}
