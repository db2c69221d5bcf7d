// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Schema;

/// <summary>
/// Affine quantisation: real value = scale * (stored value - zero point), with one scale for the tensor or one for each slice along a
/// dimension.
/// </summary>
public sealed class QuantizationView : TableView
{
    internal const int MinField = 0;
    internal const int MaxField = 1;
    internal const int ScaleField = 2;
    internal const int ZeroPointField = 3;
    internal const int DetailsTypeField = 4;
    internal const int DetailsField = 5;
    internal const int QuantizedDimensionField = 6;

    /// <summary>A view that reads through <paramref name="reader"/>.</summary>
    public QuantizationView(FlatBufferReader reader)
        : base(reader)
    {
    }

    /// <summary>
    /// Number of scales: 0 if not quantised, 1 for the whole tensor, else one per slice along <see cref="QuantizedDimension"/>.
    /// </summary>
    public int ScaleCount => Count(ScaleField);

    /// <summary>Number of zero points; without any, the zero point is 0.</summary>
    public int ZeroPointCount => Count(ZeroPointField);

    /// <summary>The dimension that per-channel scales run along.</summary>
    public int QuantizedDimension => Reader.Int32Field(Position, QuantizedDimensionField, 0);

    /// <summary>Position of the scale vector, or 0.</summary>
    public int ScaleVector => Reader.Reference(Position, ScaleField);

    /// <summary>Position of the zero point vector, or 0.</summary>
    public int ZeroPointVector => Reader.Reference(Position, ZeroPointField);

    /// <summary>Scale <paramref name="index"/>.</summary>
    public float Scale(int index)
    {
        return Reader.ReadSingle(ScaleVector + 4 + 4 * index);
    }

    /// <summary>Zero point <paramref name="index"/>.</summary>
    public long ZeroPoint(int index)
    {
        return Reader.ReadInt64(ZeroPointVector + 4 + 8 * index);
    }
}
