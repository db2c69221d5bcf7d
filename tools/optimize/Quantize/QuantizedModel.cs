// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;

namespace TinyInterp.Optimize.Quantize;

/// <summary>A quantised model and what is to be said of it.</summary>
public sealed record QuantizedModel
{
    /// <summary>The bytes of the .tflite file.</summary>
    public required byte[] Bytes { get; init; }

    /// <summary>Bytes of the float model.</summary>
    public int BytesBefore { get; init; }

    /// <summary>Signal to noise of all outputs over the calibration data, in dB.</summary>
    public double Decibels { get; init; }

    /// <summary>Per cent of the samples in which float and quantised outputs are largest at the same place; null where no output is a choice.</summary>
    public double? Agreement { get; init; }

    /// <summary>Per cent of labelled samples that the float model is right on; null without labels.</summary>
    public double? AccuracyBefore { get; init; }

    /// <summary>The same for the quantised model.</summary>
    public double? Accuracy { get; init; }

    /// <summary>Number of samples that ranges and noise were measured on.</summary>
    public int Samples { get; init; }

    /// <summary>What was folded, fused, added or corrected: a line each.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];

    /// <summary>The tensors in order.</summary>
    public IReadOnlyList<QuantizedTensor> Tensors { get; init; } = [];
}
