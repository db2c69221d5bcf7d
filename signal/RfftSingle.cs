// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

// Written by `dotnet run --project tools/codegen` from signal/Rfft.template; a test compares.

namespace TinyInterp.Signal;

/// <summary>
/// FFT of n real float32 values: out[k] = Σ_j in[j]·e^(−2πi·jk / n) for k from 0 to n / 2, real and imaginary parts interleaved.
/// The n values are transformed as n / 2 complex values, and the result is then separated.
/// The output is the transform itself, not divided by its length.
/// </summary>
public sealed class RfftSingle
{
    private readonly FftSingle _half;
    private readonly float[] _twiddles;

    /// <summary>Creates a transform of a fixed length.</summary>
    /// <param name="length">Number of real values; even, and a product of twos, threes and fives.</param>
    /// <exception cref="System.ArgumentException">The length is not supported.</exception>
    public RfftSingle(int length)
    {
        _half = new FftSingle(FftPlan.HalfOf(length), false);
        _twiddles = new float[_half.Length / 2 * 2];
        for (int k = 0; k < _twiddles.Length; k += 2)
        {
            FftSingle.StoreTwiddle(_twiddles, k, -Trigonometry.Pi * ((double)(k / 2 + 1) / _half.Length + 0.5));
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
    public void Transform(float[] input, int inputStart, int count, float[] output, int outputStart)
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
    private void Separate(float[] output, int start)
    {
        float[] twiddles = _twiddles;
        int last = 2 * _half.Length;
        float zeroRe = output[start];
        float zeroIm = output[start + 1];
        output[start] = zeroRe + zeroIm;
        output[start + 1] = 0;
        output[start + last] = zeroRe - zeroIm;
        output[start + last + 1] = 0;
        for (int k = 2; k <= last / 2; k += 2)
        {
            float nearRe = output[start + k];
            float nearIm = output[start + k + 1];
            float farRe = output[start + last - k];
            float farIm = -output[start + last - k + 1];
            float sumRe = nearRe + farRe;
            float sumIm = nearIm + farIm;
            float differenceRe = nearRe - farRe;
            float differenceIm = nearIm - farIm;
            float wRe = twiddles[k - 2];
            float wIm = twiddles[k - 1];
            float turnRe = differenceRe * wRe - differenceIm * wIm;
            float turnIm = differenceRe * wIm + differenceIm * wRe;
            output[start + k] = (sumRe + turnRe) * 0.5f;
            output[start + k + 1] = (sumIm + turnIm) * 0.5f;
            output[start + last - k] = (sumRe - turnRe) * 0.5f;
            output[start + last - k + 1] = (turnIm - sumIm) * 0.5f;
        }
    }
}
