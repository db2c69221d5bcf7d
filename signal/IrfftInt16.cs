// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

// Written by `dotnet run --project tools/codegen` from signal/Irfft.template; a test compares.

namespace TinyInterp.Signal;

/// <summary>
/// Inverse FFT to n real int16 values from the n / 2 + 1 complex points of their spectrum, real and imaginary parts interleaved.
/// The butterflies divide by the length, as the forward transform's do. So forward and inverse together give the values divided by n.
/// </summary>
public sealed class IrfftInt16
{
    private readonly FftInt16 _half;
    private readonly short[] _twiddles;
    private readonly short[] _merged;

    /// <summary>Creates a transform of a fixed length.</summary>
    /// <param name="length">Number of real values; even, and a product of twos, threes and fives.</param>
    /// <exception cref="System.ArgumentException">The length is not supported.</exception>
    public IrfftInt16(int length)
    {
        _half = new FftInt16(FftPlan.HalfOf(length), true);
        _twiddles = new short[_half.Length / 2 * 2];
        _merged = new short[2 * _half.Length];
        for (int k = 0; k < _twiddles.Length; k += 2)
        {
            FftInt16.StoreTwiddle(_twiddles, k, Trigonometry.Pi * ((double)(k / 2 + 1) / _half.Length + 0.5));
        }
    }

    /// <summary>Number of real values.</summary>
    public int Length => 2 * _half.Length;

    /// <summary>Bytes of the arrays that a transform of this length allocates.</summary>
    public static int BytesFor(int length)
    {
        return 6 * length;
    }

    /// <summary>Transforms a spectrum.</summary>
    /// <param name="input"><see cref="Length"/> + 2 values of a spectrum.</param>
    /// <param name="inputStart">Index of the first value.</param>
    /// <param name="output">Receives <see cref="Length"/> real values.</param>
    /// <param name="outputStart">Index of the first output.</param>
    public void Transform(short[] input, int inputStart, short[] output, int outputStart)
    {
        Merge(input, inputStart);
        short[] merged = _merged;
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

    private void Merge(short[] input, int start)
    {
        short[] merged = _merged;
        short[] twiddles = _twiddles;
        int last = merged.Length;
        int first = (short)(input[start] + input[start + last]);
        int second = (short)(input[start] - input[start + last]);
        merged[0] = (short)((first * 16383 + 16384) >> 15);
        merged[1] = (short)((second * 16383 + 16384) >> 15);
        for (int k = 2; k <= last / 2; k += 2)
        {
            int nearRe = (input[start + k] * 16383 + 16384) >> 15;
            int nearIm = (input[start + k + 1] * 16383 + 16384) >> 15;
            int farRe = (input[start + last - k] * 16383 + 16384) >> 15;
            int farIm = ((short)-input[start + last - k + 1] * 16383 + 16384) >> 15;
            int sumRe = nearRe + farRe;
            int sumIm = nearIm + farIm;
            int differenceRe = nearRe - farRe;
            int differenceIm = nearIm - farIm;
            int wRe = twiddles[k - 2];
            int wIm = twiddles[k - 1];
            int turnRe = (differenceRe * wRe - differenceIm * wIm + 16384) >> 15;
            int turnIm = (differenceRe * wIm + differenceIm * wRe + 16384) >> 15;
            merged[k] = (short)(sumRe + turnRe);
            merged[k + 1] = (short)(sumIm + turnIm);
            merged[last - k] = (short)(sumRe - turnRe);
            merged[last - k + 1] = (short)(turnIm - sumIm);
        }
    }
}
