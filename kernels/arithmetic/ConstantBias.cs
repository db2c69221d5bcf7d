// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Kernels;

/// <summary>int32 biases as they lie in the model, read one by one: 24 units each, and no memory.</summary>
public static class ConstantBias
{
    /// <summary>Stands for the place of a bias that does not exist.</summary>
    public const int None = -1;

    /// <summary>The place of a constant's first byte, or <see cref="None"/> for a bias that is absent or computed.</summary>
    /// <param name="bias">The bias; null for none.</param>
    public static int PlaceOf(Tensor bias)
    {
        return bias == null || !bias.IsConstant ? None : bias.ConstantOffset;
    }

    /// <summary>The bias of an output channel; 0 where there is none.</summary>
    /// <param name="model">The model's bytes.</param>
    /// <param name="place">What <see cref="PlaceOf"/> gave.</param>
    /// <param name="channel">The channel.</param>
    public static int Read(byte[] model, int place, int channel)
    {
        return place < 0 ? 0 : BitConverter.ToInt32(model, place + 4 * channel);
    }
}
