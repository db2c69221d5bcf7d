// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Writer;

/// <summary>How EMBEDDING_LOOKUP_SPARSE joins several rows.</summary>
public enum CombinerType : sbyte
{
    /// <summary>Weighted sum.</summary>
    Sum = 0,

    /// <summary>Weighted sum divided by the sum of weights.</summary>
    Mean = 1,

    /// <summary>Weighted sum divided by the root of the sum of squared weights.</summary>
    SqrtN = 2
}
