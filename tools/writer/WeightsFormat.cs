// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Writer;

/// <summary>How the weights of FULLY_CONNECTED are laid out.</summary>
public enum WeightsFormat : sbyte
{
    /// <summary>One row per output.</summary>
    Default = 0,

    /// <summary>Blocks of 4 rows by 16 columns, for one vector unit.</summary>
    Shuffled4x16Int8 = 1
}
