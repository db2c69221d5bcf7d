// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.AudioFiles;

/// <summary>
/// Changes the rate of sound by the ratio L / M of two integers: output n is the sound at time n·M/L, interpolated by a low-pass
/// h(t) = sinc(t·2f) under a Kaiser window, f being 0.475 of the lower rate. The window reaches over 50 periods of the lower rate to both
/// sides, so the low-pass falls from 0 dB at 0.45 to -80 dB at half of the lower rate: what would fold back is gone, speech is untouched.
/// </summary>
public sealed class Resampler
{
    /// <summary>The lowest rate that makes sense for speech.</summary>
    public const int LowestRate = 2000;

    /// <summary>The highest rate that sound cards know.</summary>
    public const int HighestRate = 768000;

    private const int HalfLength = 50;
    private const double Cutoff = 0.475;
    private const double Beta = 7.857;

    // Linear interpolation between points errs by less than 1e-7.
    private const int PointsPerPeriod = 4096;
    private const int MostCoefficients = 1 << 22;

    private static readonly double[] _kernel = NewKernel();

    private readonly int _up;
    private readonly int _down;
    private readonly double _periodsPerInput;
    private readonly int _halfTaps;
    private readonly float[][]? _phases;

    /// <summary>A resampler.</summary>
    /// <param name="from">Samples a second of what comes in.</param>
    /// <param name="to">Samples a second of what goes out.</param>
    public Resampler(int from, int to)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(from, LowestRate);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(from, HighestRate);
        ArgumentOutOfRangeException.ThrowIfLessThan(to, LowestRate);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(to, HighestRate);
        int divisor = GreatestCommonDivisor(from, to);
        _up = to / divisor;
        _down = from / divisor;
        _periodsPerInput = Math.Min(1.0, (double)to / from);
        _halfTaps = (int)Math.Ceiling(HalfLength / _periodsPerInput);
        _phases = (long)_up * 2 * _halfTaps <= MostCoefficients ? new float[_up][] : null;
    }

    /// <summary>The sound at the new rate, of the same duration, with silence before and after it.</summary>
    public float[] Resample(float[] samples)
    {
        if (_up == _down)
        {
            return (float[])samples.Clone();
        }

        float[] result = new float[(int)(((long)samples.Length * _up + _down - 1) / _down)];
        for (int n = 0; n < result.Length; n++)
        {
            long time = (long)n * _down;
            int before = (int)(time / _up);
            float[] taps = Phase((int)(time % _up));
            int first = before - _halfTaps + 1;
            int from = Math.Max(0, -first);
            int to = Math.Min(taps.Length, samples.Length - first);
            double sum = 0;
            for (int k = from; k < to; k++)
            {
                sum += taps[k] * samples[first + k];
            }

            result[n] = (float)sum;
        }

        return result;
    }

    private static int GreatestCommonDivisor(int a, int b)
    {
        while (b != 0)
        {
            (a, b) = (b, a % b);
        }

        return a;
    }

    /// <summary>h(t) for t from 0 to the window's end, in periods of the lower rate.</summary>
    private static double[] NewKernel()
    {
        double[] kernel = new double[HalfLength * PointsPerPeriod + 1];
        double scale = 1 / Bessel(Beta);
        for (int i = 0; i < kernel.Length; i++)
        {
            double t = (double)i / PointsPerPeriod;
            double x = Math.PI * 2 * Cutoff * t;
            double edge = t / HalfLength;
            kernel[i] = (i == 0 ? 1 : Math.Sin(x) / x) * Bessel(Beta * Math.Sqrt(1 - edge * edge)) * scale;
        }

        return kernel;
    }

    /// <summary>The modified Bessel function of the first kind and order 0, by its series.</summary>
    private static double Bessel(double x)
    {
        double sum = 1;
        double term = 1;
        for (int k = 1; term > sum * 1e-17; k++)
        {
            term *= x * x / (4.0 * k * k);
            sum += term;
        }

        return sum;
    }

    /// <summary>The taps for a time that lies phase/L behind an input; their sum is 1, so a constant stays what it is.</summary>
    private float[] Phase(int phase)
    {
        if (_phases?[phase] != null)
        {
            return _phases[phase];
        }

        double[] taps = new double[2 * _halfTaps];
        double sum = 0;
        for (int k = 0; k < taps.Length; k++)
        {
            double inputs = k - _halfTaps + 1 - (double)phase / _up;
            double place = Math.Abs(inputs) * _periodsPerInput * PointsPerPeriod;
            int point = (int)place;
            if (point < _kernel.Length - 1)
            {
                taps[k] = _kernel[point] + (place - point) * (_kernel[point + 1] - _kernel[point]);
                sum += taps[k];
            }
        }

        float[] result = Array.ConvertAll(taps, tap => (float)(tap / sum));
        if (_phases != null)
        {
            _phases[phase] = result;
        }

        return result;
    }
}
