// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Optimize.Quantize;

/// <summary>What numbers a quantised model computes with.</summary>
public enum Scheme
{
    /// <summary>int8 activations, int8 weights per output channel.</summary>
    Int8,

    /// <summary>int16 activations, int8 weights.</summary>
    Int16x8,

    /// <summary>int8 activations, int4 weights where kernels take them.</summary>
    Int4,

    /// <summary>float32 activations, constants stored as float16.</summary>
    Float16,
}
