// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Kernels;

/// <summary>Reads constant int32 biases one by one from the model's bytes: 24 units each, and no memory.</summary>
public static class ConstantBias
{
    /// <summary>Stands for the index of a bias that does not exist.</summary>
    public const int None = -1;

    /// <summary>Index of the constant's first byte, or <see cref="None"/> if the bias is absent or computed.</summary>
    /// <param name="bias">The bias; null for none.</param>
    public static int PlaceOf(Tensor bias)
    {
        return bias == null || !bias.IsConstant ? None : bias.ConstantOffset;
    }

    /// <summary>The bias of an output channel, or 0 without a bias.</summary>
    /// <param name="model">The model's bytes.</param>
    /// <param name="place">The result of <see cref="PlaceOf"/>.</param>
    /// <param name="channel">The output channel.</param>
    public static int Read(byte[] model, int place, int channel)
    {
        return place < 0 ? 0 : BitConverter.ToInt32(model, place + 4 * channel);
    }
}
