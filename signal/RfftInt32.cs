// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

// Written by `dotnet run --project tools/codegen` from signal/Rfft.template; a test compares.

namespace TinyInterp.Signal;

/// <summary>
/// FFT of n real int32 values: out[k] = Σ_j in[j]·e^(−2πi·jk / n) for k from 0 to n / 2, real and imaginary parts interleaved.
/// The n values are transformed as n / 2 complex values, and the result is then separated.
/// Input and output have the same number format; the output is the transform divided by its length.
/// </summary>
public sealed class RfftInt32
{
    private readonly FftInt32 _half;
    private readonly int[] _twiddles;

    /// <summary>Creates a transform of a fixed length.</summary>
    /// <param name="length">Number of real values; even, and a product of twos, threes and fives.</param>
    /// <exception cref="System.ArgumentException">The length is not supported.</exception>
    public RfftInt32(int length)
    {
        _half = new FftInt32(FftPlan.HalfOf(length), false);
        _twiddles = new int[_half.Length / 2 * 2];
        for (int k = 0; k < _twiddles.Length; k += 2)
        {
            FftInt32.StoreTwiddle(_twiddles, k, -Trigonometry.Pi * ((double)(k / 2 + 1) / _half.Length + 0.5));
        }
    }

    /// <summary>Number of real values.</summary>
    public int Length => 2 * _half.Length;

    /// <summary>Bytes of the arrays that a transform of this length allocates.</summary>
    public static int BytesFor(int length)
    {
        return 7 * length;
    }

    /// <summary>Transforms a block of values.</summary>
    /// <param name="input">Real values.</param>
    /// <param name="inputStart">Index of the first value.</param>
    /// <param name="count">Number of values, at most <see cref="Length"/>; missing ones count as zeros.</param>
    /// <param name="output">Receives <see cref="Length"/> + 2 values.</param>
    /// <param name="outputStart">Index of the first output.</param>
    public void Transform(int[] input, int inputStart, int count, int[] output, int outputStart)
    {
        short[] order = _half.Order;
        int to = outputStart;
        for (int k = 0; k < order.Length; k++)
        {
            int from = 2 * order[k];
            output[to++] = from < count ? input[inputStart + from] : 0;
            output[to++] = from + 1 < count ? input[inputStart + from + 1] : 0;
        }

        _half.Transform(output, outputStart);
        Separate(output, outputStart);
    }

    /// <summary>Separates the spectrum of n / 2 complex values in place: points k and n / 2 − k depend on each other alone.</summary>
    private void Separate(int[] output, int start)
    {
        int[] twiddles = _twiddles;
        int last = 2 * _half.Length;
        long zeroRe = (output[start] * 1073741823L + 1073741824L) >> 31;
        long zeroIm = (output[start + 1] * 1073741823L + 1073741824L) >> 31;
        output[start] = (int)(zeroRe + zeroIm);
        output[start + 1] = 0;
        output[start + last] = (int)(zeroRe - zeroIm);
        output[start + last + 1] = 0;
        for (int k = 2; k <= last / 2; k += 2)
        {
            long nearRe = (output[start + k] * 1073741823L + 1073741824L) >> 31;
            long nearIm = (output[start + k + 1] * 1073741823L + 1073741824L) >> 31;
            long farRe = (output[start + last - k] * 1073741823L + 1073741824L) >> 31;
            long farIm = (-output[start + last - k + 1] * 1073741823L + 1073741824L) >> 31;
            long sumRe = nearRe + farRe;
            long sumIm = nearIm + farIm;
            long differenceRe = nearRe - farRe;
            long differenceIm = nearIm - farIm;
            long wRe = twiddles[k - 2];
            long wIm = twiddles[k - 1];
            long turnRe = (int)((differenceRe * wRe - differenceIm * wIm + 1073741824L) >> 31);
            long turnIm = (int)((differenceRe * wIm + differenceIm * wRe + 1073741824L) >> 31);
            output[start + k] = (int)((sumRe + turnRe) >> 1);
            output[start + k + 1] = (int)((sumIm + turnIm) >> 1);
            output[start + last - k] = (int)((sumRe - turnRe) >> 1);
            output[start + last - k + 1] = (int)((turnIm - sumIm) >> 1);
        }
    }
}
