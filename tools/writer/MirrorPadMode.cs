// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Writer;

/// <summary>Where the mirror of a mirror padding stands.</summary>
public enum MirrorPadMode : sbyte
{
    /// <summary>On the edge element, which is not repeated.</summary>
    Reflect = 0,

    /// <summary>Beyond the edge element, which is repeated.</summary>
    Symmetric = 1
}
