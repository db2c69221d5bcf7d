// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.ModelTraining.Training;

/// <summary>Numbers that training adjusts, each with its gradient and what Adam remembers of earlier gradients.</summary>
public sealed class Parameter
{
    private const double MeanDecay = 0.9;
    private const double SquareDecay = 0.999;
    private const double Tiny = 1e-8;

    private readonly double[] _mean;
    private readonly double[] _square;
    private int _steps;

    /// <summary>Numbers drawn evenly from [-<paramref name="limit"/>, <paramref name="limit"/>].</summary>
    public Parameter(int count, double limit, Random random)
    {
        Values = new double[count];
        Gradient = new double[count];
        _mean = new double[count];
        _square = new double[count];
        for (int i = 0; i < count; i++)
        {
            Values[i] = limit * (2 * random.NextDouble() - 1);
        }
    }

    /// <summary>The numbers.</summary>
    public double[] Values { get; }

    /// <summary>Sum of the loss's derivatives since the last step.</summary>
    public double[] Gradient { get; }

    /// <summary>One step of Adam (Kingma and Ba, 2014) against the gradient, which is zero afterwards.</summary>
    public void Step(double rate)
    {
        _steps++;
        double meanCorrection = 1 - Math.Pow(MeanDecay, _steps);
        double squareCorrection = 1 - Math.Pow(SquareDecay, _steps);
        for (int i = 0; i < Values.Length; i++)
        {
            _mean[i] = MeanDecay * _mean[i] + (1 - MeanDecay) * Gradient[i];
            _square[i] = SquareDecay * _square[i] + (1 - SquareDecay) * Gradient[i] * Gradient[i];
            Values[i] -= rate * (_mean[i] / meanCorrection) / (Math.Sqrt(_square[i] / squareCorrection) + Tiny);
            Gradient[i] = 0;
        }
    }
}
