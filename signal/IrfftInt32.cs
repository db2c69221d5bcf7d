// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

// Written by `dotnet run --project tools/codegen` from signal/Irfft.template; a test compares.

namespace TinyInterp.Signal;

/// <summary>
/// Inverse FFT to n real int32 values from the n / 2 + 1 complex points of their spectrum, real and imaginary parts interleaved.
/// The butterflies divide by the length, as the forward transform's do. So forward and inverse together give the values divided by n.
/// </summary>
public sealed class IrfftInt32
{
    private readonly FftInt32 _half;
    private readonly int[] _twiddles;
    private readonly int[] _merged;

    /// <summary>Creates a transform of a fixed length.</summary>
    /// <param name="length">Number of real values; even, and a product of twos, threes and fives.</param>
    /// <exception cref="System.ArgumentException">The length is not supported.</exception>
    public IrfftInt32(int length)
    {
        _half = new FftInt32(FftPlan.HalfOf(length), true);
        _twiddles = new int[_half.Length / 2 * 2];
        _merged = new int[2 * _half.Length];
        for (int k = 0; k < _twiddles.Length; k += 2)
        {
            FftInt32.StoreTwiddle(_twiddles, k, Trigonometry.Pi * ((double)(k / 2 + 1) / _half.Length + 0.5));
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
    public void Transform(int[] input, int inputStart, int[] output, int outputStart)
    {
        Merge(input, inputStart);
        int[] merged = _merged;
        short[] order = _half.Order;
        int to = outputStart;
        for (int k = 0; k < order.Length; k++)
        {
            int from = 2 * order[k];
            output[to++] = merged[from];
            output[to++] = merged[from + 1];
        }

        _half.Transform(output, outputStart);
    }

    private void Merge(int[] input, int start)
    {
        int[] merged = _merged;
        int[] twiddles = _twiddles;
        int last = merged.Length;
        long first = (int)((long)input[start] + input[start + last]);
        long second = (int)((long)input[start] - input[start + last]);
        merged[0] = (int)((first * 1073741823L + 1073741824L) >> 31);
        merged[1] = (int)((second * 1073741823L + 1073741824L) >> 31);
        for (int k = 2; k <= last / 2; k += 2)
        {
            long nearRe = (input[start + k] * 1073741823L + 1073741824L) >> 31;
            long nearIm = (input[start + k + 1] * 1073741823L + 1073741824L) >> 31;
            long farRe = (input[start + last - k] * 1073741823L + 1073741824L) >> 31;
            long farIm = (-input[start + last - k + 1] * 1073741823L + 1073741824L) >> 31;
            long sumRe = nearRe + farRe;
            long sumIm = nearIm + farIm;
            long differenceRe = nearRe - farRe;
            long differenceIm = nearIm - farIm;
            long wRe = twiddles[k - 2];
            long wIm = twiddles[k - 1];
            long turnRe = (differenceRe * wRe - differenceIm * wIm + 1073741824L) >> 31;
            long turnIm = (differenceRe * wIm + differenceIm * wRe + 1073741824L) >> 31;
            merged[k] = (int)(sumRe + turnRe);
            merged[k + 1] = (int)(sumIm + turnIm);
            merged[last - k] = (int)(sumRe - turnRe);
            merged[last - k + 1] = (int)(turnIm - sumIm);
        }
    }
}
