// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;

namespace TinyInterp;

/// <content>Tensors that code describes, as compiled models do, in place of a model's bytes.</content>
public sealed partial class Tensor
{
    /// <summary>A tensor described by values.</summary>
    /// <param name="type">Element type.</param>
    /// <param name="shape">Size of each dimension, outermost first; kept.</param>
    /// <param name="scales">No scale, one, or one for each channel; kept.</param>
    /// <param name="zeroPoints">As many zero points, or one.</param>
    /// <param name="quantizedDimension">The dimension that per-channel scales run along.</param>
    /// <param name="data">The typed array that the elements lie in.</param>
    /// <param name="offset">Place of the first.</param>
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
