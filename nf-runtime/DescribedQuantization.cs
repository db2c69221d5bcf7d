// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp;

/// <summary>The quantisation of a tensor that is described in code, as in compiled models.</summary>
internal sealed class DescribedQuantization
{
    internal DescribedQuantization(float[] scales, int[] zeroPoints, int quantizedDimension)
    {
        Scales = scales;
        ZeroPoints = zeroPoints;
        QuantizedDimension = quantizedDimension;
    }

    /// <summary>No scale, one, or one per channel.</summary>
    internal float[] Scales { get; }

    /// <summary>The same number of zero points, or one, or none for 0.</summary>
    internal int[] ZeroPoints { get; }

    /// <summary>The dimension that per-channel scales run along.</summary>
    internal int QuantizedDimension { get; }
}
