// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

// Written by `dotnet run --project tools/codegen` from signal/Irfft.template; a test compares.

namespace TinyInterp.Signal;

/// <summary>
/// Inverse FFT to n real float32 values from the n / 2 + 1 complex points of their spectrum, real and imaginary parts interleaved.
/// The output is divided by n, so it undoes the forward transform.
/// </summary>
public sealed class IrfftSingle
{
    private readonly FftSingle _half;
    private readonly float[] _twiddles;
    private readonly float[] _merged;

    /// <summary>Creates a transform of a fixed length.</summary>
    /// <param name="length">Number of real values; even, and a product of twos, threes and fives.</param>
    /// <exception cref="System.ArgumentException">The length is not supported.</exception>
    public IrfftSingle(int length)
    {
        _half = new FftSingle(FftPlan.HalfOf(length), true);
        _twiddles = new float[_half.Length / 2 * 2];
        _merged = new float[2 * _half.Length];
        for (int k = 0; k < _twiddles.Length; k += 2)
        {
            FftSingle.StoreTwiddle(_twiddles, k, Trigonometry.Pi * ((double)(k / 2 + 1) / _half.Length + 0.5));
        }
    }

    /// <summary>Number of real values.</summary>
    public int Length => 2 * _half.Length;

    /// <summary>Bytes of the arrays that a transform of this length allocates.</summary>
    public static int BytesFor(int length)
    {
        return 11 * length;
    }

    /// <summary>Transforms a spectrum.</summary>
    /// <param name="input"><see cref="Length"/> + 2 values of a spectrum.</param>
    /// <param name="inputStart">Index of the first value.</param>
    /// <param name="output">Receives <see cref="Length"/> real values.</param>
    /// <param name="outputStart">Index of the first output.</param>
    public void Transform(float[] input, int inputStart, float[] output, int outputStart)
    {
        Merge(input, inputStart);
        float[] merged = _merged;
        short[] order = _half.Order;
        int to = outputStart;
        for (int k = 0; k < order.Length; k++)
        {
            int from = 2 * order[k];
            output[to++] = merged[from];
            output[to++] = merged[from + 1];
        }

        _half.Transform(output, outputStart);
        float length = merged.Length;
        for (int k = outputStart; k < outputStart + merged.Length; k++)
        {
            output[k] = output[k] / length;
        }
    }

    private void Merge(float[] input, int start)
    {
        float[] merged = _merged;
        float[] twiddles = _twiddles;
        int last = merged.Length;
        float first = input[start] + input[start + last];
        float second = input[start] - input[start + last];
        merged[0] = first;
        merged[1] = second;
        for (int k = 2; k <= last / 2; k += 2)
        {
            float nearRe = input[start + k];
            float nearIm = input[start + k + 1];
            float farRe = input[start + last - k];
            float farIm = -input[start + last - k + 1];
            float sumRe = nearRe + farRe;
            float sumIm = nearIm + farIm;
            float differenceRe = nearRe - farRe;
            float differenceIm = nearIm - farIm;
            float wRe = twiddles[k - 2];
            float wIm = twiddles[k - 1];
            float turnRe = differenceRe * wRe - differenceIm * wIm;
            float turnIm = differenceRe * wIm + differenceIm * wRe;
            merged[k] = sumRe + turnRe;
            merged[k + 1] = sumIm + turnIm;
            merged[last - k] = sumRe - turnRe;
            merged[last - k + 1] = turnIm - sumIm;
        }
    }
}
