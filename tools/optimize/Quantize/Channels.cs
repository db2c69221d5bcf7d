// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Optimize.Quantize;

/// <summary>Which channel each element of a tensor belongs to.</summary>
internal readonly struct Channels
{
    private readonly int _inner;

    internal Channels(int[] shape, int dimension)
    {
        Count = shape[dimension];
        _inner = 1;
        for (int d = dimension + 1; d < shape.Length; d++)
        {
            _inner *= shape[d];
        }
    }

    /// <summary>Number of channels.</summary>
    internal int Count { get; }

    internal int Of(int element)
    {
        return element / _inner % Count;
    }
}
