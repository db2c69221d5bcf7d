// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Boards;

/// <summary>The assemblies of kernels, any number of them together.</summary>
[Flags]
public enum KernelFamilies
{
    /// <summary>Convolutions, dense layers, pools, softmax and the like.</summary>
    Neural = 1,

    /// <summary>Arithmetic and functions of single elements.</summary>
    Elementwise = 2,

    /// <summary>What moves values and computes none.</summary>
    Data = 4,

    /// <summary>Sums, means, extremes.</summary>
    Reduce = 8,

    /// <summary>Recurrent layers.</summary>
    Sequence = 16,

    /// <summary>Subgraphs and variables.</summary>
    Control = 32,

    /// <summary>float32 and float16.</summary>
    Float = 64,

    /// <summary>The audio front end as operators.</summary>
    Signal = 128,

    /// <summary>Custom operators.</summary>
    Custom = 256,
}
