// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Optimize.Quantize;

/// <summary>How the range that a tensor's stored values cover is chosen from what the tensor held in calibration.</summary>
public enum CalibrationMethod
{
    /// <summary>For each tensor whichever of the others loses least, by mean squared error.</summary>
    Auto,

    /// <summary>Everything that was seen.</summary>
    MinMax,

    /// <summary>All but the outermost values, half of them on either side.</summary>
    Percentile,

    /// <summary>The range with the least mean squared error: clipping against rounding.</summary>
    MeanSquaredError,

    /// <summary>The range whose stored values are distributed most like the real ones, by Kullback-Leibler divergence.</summary>
    KullbackLeibler,
}
