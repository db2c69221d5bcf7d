// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Writer;

/// <summary>How a window meets the border of its input.</summary>
public enum Padding : sbyte
{
    /// <summary>The output has ceil(size / stride) positions; the border is filled up.</summary>
    Same = 0,

    /// <summary>Only positions where the whole window lies inside.</summary>
    Valid = 1
}
