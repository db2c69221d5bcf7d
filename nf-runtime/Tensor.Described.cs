// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;

namespace TinyInterp;

/// <content>Tensors that are described in code, as in compiled models, and not in a model's bytes.</content>
public sealed partial class Tensor
{
    /// <summary>Creates a tensor from values.</summary>
    /// <param name="type">Element type.</param>
    /// <param name="shape">Size of each dimension, outermost first; referenced, not copied.</param>
    /// <param name="scales">No scale, one, or one per channel; referenced, not copied.</param>
    /// <param name="zeroPoints">The same number of zero points, or one, or none for 0.</param>
    /// <param name="quantizedDimension">The dimension that per-channel scales run along.</param>
    /// <param name="data">The typed array with the elements.</param>
    /// <param name="offset">Index of the first element.</param>
    public Tensor(TensorType type, int[] shape, float[] scales, int[] zeroPoints, int quantizedDimension, Array data, int offset)
    {
        _source = new DescribedQuantization(scales, zeroPoints, quantizedDimension);
        _constant = NotConstant;
        Type = type;
        Shape = shape;
        ElementCount = CountOf(0, shape.Length);
        Scale = scales.Length == 0 ? 0 : scales[0];
        ZeroPoint = scales.Length == 0 || zeroPoints.Length == 0 ? 0 : zeroPoints[0];
        Offset = offset;
        _data = data;
    }
}
