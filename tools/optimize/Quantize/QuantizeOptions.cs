// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Optimize.Quantize;

/// <summary>What a user may choose about quantisation.</summary>
public sealed record QuantizeOptions
{
    /// <summary>Types of activations and weights.</summary>
    public Scheme Scheme { get; init; } = Scheme.Int8;

    /// <summary>How ranges are chosen.</summary>
    public CalibrationMethod Method { get; init; } = CalibrationMethod.Auto;

    /// <summary>Per cent of the values that <see cref="CalibrationMethod.Percentile"/> covers.</summary>
    public double Percentile { get; init; } = 99.99;

    /// <summary>Whether biases take out the mean error that rounding left in each channel.</summary>
    public bool CorrectsBias { get; init; }

    /// <summary>Whether the channels of neighbouring layers are brought to like ranges first.</summary>
    public bool Equalizes { get; init; }

    /// <summary>Whether the model takes and gives float32, converting at its ends.</summary>
    public bool HasFloatInputsAndOutputs { get; init; }

    /// <summary>Whether all scales are powers of two, so that a sum becomes a result by one shift. Ranges get coarser steps for it.</summary>
    public bool HasPowerOfTwoScales { get; init; }

    /// <summary>
    /// How many int8 terms int16x8 weights are the sum of: 1 or 2, or 0 for two where one would leave more noise than
    /// int16 activations do.
    /// </summary>
    public int WeightTerms { get; init; }
}
