// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Writer;

/// <summary>real = scale * (stored - zero point), for the whole tensor or per slice. A null array is absent from the file.</summary>
public sealed class QuantizationDef
{
    /// <summary>One scale, or one per slice along <see cref="QuantizedDimension"/>.</summary>
    public float[]? Scale { get; set; }

    /// <summary>As many as there are scales.</summary>
    public long[]? ZeroPoint { get; set; }

    /// <summary>Least value seen in calibration; informative only.</summary>
    public float[]? Min { get; set; }

    /// <summary>Greatest value seen in calibration; informative only.</summary>
    public float[]? Max { get; set; }

    /// <summary>The dimension whose slices have a scale each.</summary>
    public int QuantizedDimension { get; set; }

    /// <summary>A member of the union QuantizationDetails (1 custom, 2 blockwise, 3 several axes), or null.</summary>
    public OptionsTable? Details { get; set; }

    /// <summary>One scale and zero point for the whole tensor.</summary>
    public static QuantizationDef PerTensor(float scale, long zeroPoint)
    {
        return new QuantizationDef { Scale = [scale], ZeroPoint = [zeroPoint] };
    }

    /// <summary>One scale per slice; zero points are 0 unless given.</summary>
    public static QuantizationDef PerChannel(float[] scales, int dimension, long[]? zeroPoints = null)
    {
        return new QuantizationDef
        {
            Scale = scales,
            ZeroPoint = zeroPoints ?? new long[scales.Length],
            QuantizedDimension = dimension
        };
    }
}
