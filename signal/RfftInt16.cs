// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

// Written by `dotnet run --project tools/codegen` from signal/Rfft.template; a test compares.

namespace TinyInterp.Signal;

/// <summary>
/// FFT of n real int16 values: out[k] = Σ_j in[j]·e^(−2πi·jk / n) for k from 0 to n / 2, real and imaginary parts interleaved.
/// The n values are transformed as n / 2 complex values, and the result is then separated.
/// Input and output have the same number format; the output is the transform divided by its length.
/// </summary>
public sealed class RfftInt16
{
    private readonly FftInt16 _half;
    private readonly short[] _twiddles;

    /// <summary>Creates a transform of a fixed length.</summary>
    /// <param name="length">Number of real values; even, and a product of twos, threes and fives.</param>
    /// <exception cref="System.ArgumentException">The length is not supported.</exception>
    public RfftInt16(int length)
    {
        _half = new FftInt16(FftPlan.HalfOf(length), false);
        _twiddles = new short[_half.Length / 2 * 2];
        for (int k = 0; k < _twiddles.Length; k += 2)
        {
            FftInt16.StoreTwiddle(_twiddles, k, -Trigonometry.Pi * ((double)(k / 2 + 1) / _half.Length + 0.5));
        }
    }

    /// <summary>Number of real values.</summary>
    public int Length => 2 * _half.Length;

    /// <summary>Bytes of the arrays that a transform of this length allocates.</summary>
    public static int BytesFor(int length)
    {
        return 4 * length;
    }

    /// <summary>Transforms a block of values.</summary>
    /// <param name="input">Real values.</param>
    /// <param name="inputStart">Index of the first value.</param>
    /// <param name="count">Number of values, at most <see cref="Length"/>; missing ones count as zeros.</param>
    /// <param name="output">Receives <see cref="Length"/> + 2 values.</param>
    /// <param name="outputStart">Index of the first output.</param>
    public void Transform(short[] input, int inputStart, int count, short[] output, int outputStart)
    {
        short[] order = _half.Order;
        int to = outputStart;
        for (int k = 0; k < order.Length; k++)
        {
            int from = 2 * order[k];
            output[to++] = from < count ? input[inputStart + from] : (short)0;
            output[to++] = from + 1 < count ? input[inputStart + from + 1] : (short)0;
        }

        _half.Transform(output, outputStart);
        Separate(output, outputStart);
    }

    /// <summary>Separates the spectrum of n / 2 complex values in place: points k and n / 2 − k depend on each other alone.</summary>
    private void Separate(short[] output, int start)
    {
        short[] twiddles = _twiddles;
        int last = 2 * _half.Length;
        int zeroRe = (output[start] * 16383 + 16384) >> 15;
        int zeroIm = (output[start + 1] * 16383 + 16384) >> 15;
        output[start] = (short)(zeroRe + zeroIm);
        output[start + 1] = 0;
        output[start + last] = (short)(zeroRe - zeroIm);
        output[start + last + 1] = 0;
        for (int k = 2; k <= last / 2; k += 2)
        {
            int nearRe = (output[start + k] * 16383 + 16384) >> 15;
            int nearIm = (output[start + k + 1] * 16383 + 16384) >> 15;
            int farRe = (output[start + last - k] * 16383 + 16384) >> 15;
            int farIm = ((short)-output[start + last - k + 1] * 16383 + 16384) >> 15;
            int sumRe = nearRe + farRe;
            int sumIm = nearIm + farIm;
            int differenceRe = nearRe - farRe;
            int differenceIm = nearIm - farIm;
            int wRe = twiddles[k - 2];
            int wIm = twiddles[k - 1];
            int turnRe = (short)((differenceRe * wRe - differenceIm * wIm + 16384) >> 15);
            int turnIm = (short)((differenceRe * wIm + differenceIm * wRe + 16384) >> 15);
            output[start + k] = (short)((sumRe + turnRe) >> 1);
            output[start + k + 1] = (short)((sumIm + turnIm) >> 1);
            output[start + last - k] = (short)((sumRe - turnRe) >> 1);
            output[start + last - k + 1] = (short)((turnIm - sumIm) >> 1);
        }
    }
}
