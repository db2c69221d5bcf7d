// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Optimize.Quantize;

/// <summary>Chooses the range that stored values cover, from the histogram of what they stand for.</summary>
internal sealed class RangeSearch
{
    private const int Steps = 50;
    private const double LeastFactor = 0.3;

    private readonly Histogram _histogram;
    private readonly int _bits;
    private readonly bool _isSymmetric;
    private readonly double _percentile;
    private readonly bool _isPowerOfTwo;

    internal RangeSearch(Histogram histogram, int bits, bool isSymmetric, double percentile, bool isPowerOfTwo = false)
    {
        _isPowerOfTwo = isPowerOfTwo;
        _histogram = histogram;
        _bits = bits;
        _isSymmetric = isSymmetric;
        _percentile = percentile;
    }

    internal RangeChoice Choose(CalibrationMethod method)
    {
        switch (method)
        {
            case CalibrationMethod.MinMax:
                return MinMax();
            case CalibrationMethod.Percentile:
                return Percentile();
            case CalibrationMethod.MeanSquaredError:
                return MeanSquaredError();
            case CalibrationMethod.KullbackLeibler:
                return KullbackLeibler();
            default:
                RangeChoice best = MinMax();
                foreach (RangeChoice choice in new[] { Percentile(), KullbackLeibler(), MeanSquaredError() })
                {
                    best = Error(choice.Least, choice.Greatest) < Error(best.Least, best.Greatest) ? choice : best;
                }

                return best;
        }
    }

    /// <summary>Mean squared error of the values if they are stored with the parameters that cover a range.</summary>
    internal double Error(double least, double greatest)
    {
        QuantizationParameters parameters = QuantizationParameters.Covering(least, greatest, _bits, _isSymmetric, _isPowerOfTwo);
        double step = parameters.Scale;
        double rounding = step * step / 12;
        double low = parameters.Least - step / 2;
        double high = parameters.Greatest + step / 2;
        bool isCoarse = step * Histogram.Size > 2 * (_histogram.Greatest - _histogram.Least);
        double sum = 0;
        for (int i = 0; i < Histogram.Size; i++)
        {
            double count = _histogram.Counts[i];
            if (count == 0)
            {
                continue;
            }

            double centre = _histogram.Centre(i);
            if (centre < low || centre > high)
            {
                double beyond = centre < low ? parameters.Least - centre : centre - parameters.Greatest;
                sum += count * beyond * beyond;
            }
            else if (isCoarse)
            {
                double error = centre - parameters.Real(parameters.Stored(centre));
                sum += count * error * error;
            }
            else
            {
                sum += count * rounding;
            }
        }

        return sum / Math.Max(1, _histogram.Total + _histogram.Zeros);
    }

    private RangeChoice MinMax()
    {
        return new RangeChoice(_histogram.Least, _histogram.Greatest, "min-max");
    }

    private RangeChoice Percentile()
    {
        bool hasBothSides = _histogram.Least < 0 && _histogram.Greatest > 0;
        double outside = (100 - _percentile) / 100 * (_histogram.Total + _histogram.Zeros) / (hasBothSides ? 2 : 1);
        double width = (_histogram.Greatest - _histogram.Least) / Histogram.Size;
        double least = _histogram.Least;
        double greatest = _histogram.Greatest;
        double cut = 0;
        for (int i = 0; i < Histogram.Size && least < 0; i++)
        {
            cut += _histogram.Counts[i];
            if (cut > outside)
            {
                break;
            }

            least = Math.Min(0, least + width);
        }

        cut = 0;
        for (int i = Histogram.Size - 1; i >= 0 && greatest > 0; i--)
        {
            cut += _histogram.Counts[i];
            if (cut > outside)
            {
                break;
            }

            greatest = Math.Max(0, greatest - width);
        }

        return new RangeChoice(least, greatest, "percentile");
    }

    private RangeChoice MeanSquaredError()
    {
        double least = _histogram.Least;
        double greatest = _histogram.Greatest;
        double error = double.MaxValue;
        void Try(double low, double high)
        {
            double found = Error(low, high);
            if (found < error)
            {
                error = found;
                least = low;
                greatest = high;
            }
        }

        for (int i = 0; i <= Steps; i++)
        {
            double factor = 1 - (1 - LeastFactor) * i / Steps;
            Try(_histogram.Least * factor, _histogram.Greatest * factor);
        }

        for (int i = 0; i <= Steps && !_isSymmetric; i++)
        {
            Try(_histogram.Least * (1 - (1 - LeastFactor) * i / Steps), greatest);
        }

        for (int i = 0; i <= Steps && !_isSymmetric; i++)
        {
            Try(least, _histogram.Greatest * (1 - (1 - LeastFactor) * i / Steps));
        }

        return new RangeChoice(least, greatest, "mse");
    }

    private RangeChoice KullbackLeibler()
    {
        RangeChoice best = new RangeChoice(_histogram.Least, _histogram.Greatest, "kl");
        double least = double.MaxValue;
        for (int i = 0; i <= Steps; i++)
        {
            double factor = 1 - (1 - LeastFactor) * i / Steps;
            double divergence = Divergence(_histogram.Least * factor, _histogram.Greatest * factor);
            if (divergence < least)
            {
                least = divergence;
                best = new RangeChoice(_histogram.Least * factor, _histogram.Greatest * factor, "kl");
            }
        }

        return best;
    }

    /// <summary>
    /// Σ p log(p / q) over the bins: p are the values with those beyond the range moved to its ends, q spreads what each stored value
    /// stands for evenly over the bins it took in.
    /// </summary>
    private double Divergence(double least, double greatest)
    {
        QuantizationParameters parameters = QuantizationParameters.Covering(least, greatest, Math.Min(_bits, 8), _isSymmetric, _isPowerOfTwo);
        double[] clipped = new double[Histogram.Size];
        double[] levelCounts = new double[parameters.Highest - parameters.Lowest + 1];
        int[] levelBins = new int[levelCounts.Length];
        int[] levels = new int[Histogram.Size];
        int first = -1;
        int last = 0;
        for (int i = 0; i < Histogram.Size; i++)
        {
            double centre = _histogram.Centre(i);
            levels[i] = parameters.Stored(centre) - parameters.Lowest;
            if (centre >= parameters.Least && centre <= parameters.Greatest)
            {
                first = first < 0 ? i : first;
                last = i;
            }
        }

        first = Math.Max(first, 0);
        for (int i = 0; i < Histogram.Size; i++)
        {
            clipped[Math.Clamp(i, first, last)] += _histogram.Counts[i];
        }

        for (int i = first; i <= last; i++)
        {
            // Outliers count for p alone: what they add is error.
            levelCounts[levels[i]] += _histogram.Counts[i];
            levelBins[levels[i]] += clipped[i] > 0 ? 1 : 0;
        }

        double total = Math.Max(1, _histogram.Total);
        double divergence = 0;
        for (int i = first; i <= last; i++)
        {
            if (clipped[i] > 0)
            {
                double p = clipped[i] / total;
                double q = Math.Max(levelCounts[levels[i]] / Math.Max(1, levelBins[levels[i]]), 1e-6) / total;
                divergence += p * Math.Log(p / q);
            }
        }

        return divergence;
    }
}
