// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp;

/// <summary>The quantisation of a tensor that code describes.</summary>
internal sealed class DescribedQuantization
{
    internal DescribedQuantization(float[] scales, int[] zeroPoints, int quantizedDimension)
    {
        Scales = scales;
        ZeroPoints = zeroPoints;
        QuantizedDimension = quantizedDimension;
    }

    /// <summary>No scale, one, or one for each channel.</summary>
    internal float[] Scales { get; }

    /// <summary>As many zero points, or one, or none for 0.</summary>
    internal int[] ZeroPoints { get; }

    /// <summary>The dimension that scales of channels run along.</summary>
    internal int QuantizedDimension { get; }
}
