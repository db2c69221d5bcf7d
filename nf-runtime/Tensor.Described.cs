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
    /// <param name="scale">Scale, or 0 where it is not quantised.</param>
    /// <param name="zeroPoint">Zero point.</param>
    /// <param name="data">The typed array that the elements lie in.</param>
    /// <param name="offset">Place of the first.</param>
    public Tensor(TensorType type, int[] shape, float scale, int zeroPoint, Array data, int offset)
    {
        Subgraph = ModelException.Nowhere;
        Index = ModelException.Nowhere;
        Type = type;
        Shape = shape;
        ElementCount = 1;
        for (int d = 0; d < shape.Length; d++)
        {
            ElementCount *= shape[d];
        }

        Scale = scale;
        ZeroPoint = zeroPoint;
        ChannelCount = scale == 0 ? 0 : 1;
        Bind(data, offset);
    }
}
