// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Linq;

namespace TinyInterp.ModelTraining.Training;

/// <summary>Losses, by their derivatives.</summary>
public static class Losses
{
    /// <summary>Half the squared distance: output − target.</summary>
    public static double[] SquaredError(double[] output, double[] target)
    {
        return output.Zip(target, (value, wanted) => value - wanted).ToArray();
    }

    /// <summary>Cross-entropy of the softmax of the output: softmax(output) − target.</summary>
    public static double[] CrossEntropy(double[] output, double[] target)
    {
        double max = output.Max();
        double[] powers = output.Select(value => Math.Exp(value - max)).ToArray();
        double sum = powers.Sum();
        return powers.Zip(target, (power, wanted) => power / sum - wanted).ToArray();
    }
}
