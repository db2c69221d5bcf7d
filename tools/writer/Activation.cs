// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Writer;

/// <summary>The function an operator applies to its result before storing it.</summary>
public enum Activation : sbyte
{
    /// <summary>The result itself.</summary>
    None = 0,

    /// <summary>max(0, x).</summary>
    Relu = 1,

    /// <summary>Limited to -1 .. 1.</summary>
    ReluN1To1 = 2,

    /// <summary>Limited to 0 .. 6.</summary>
    Relu6 = 3,

    /// <summary>tanh(x).</summary>
    Tanh = 4,

    /// <summary>1 where x is negative, else 0.</summary>
    SignBit = 5
}
