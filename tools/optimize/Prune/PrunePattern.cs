// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Optimize.Prune;

/// <summary>Which weights may be zeroed together.</summary>
public enum PrunePattern
{
    /// <summary>Any: those of least magnitude.</summary>
    Unstructured,

    /// <summary>The two least of each four that follow one another in one output channel.</summary>
    TwoOfFour,

    /// <summary>
    /// One tap of three neighbouring output channels, for which compiled code has one multiplication: none if all three weights are zero. Layers that
    /// compile to another form, such as DEPTHWISE_CONV_2D, stay as they are.
    /// </summary>
    Compiled,

    /// <summary>All of an output channel, which can then be removed from the model.</summary>
    Channel,
}
