// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Linq;

namespace TinyInterp.Optimize.Quantize;

/// <summary>Sets of tensors that must have equal quantisation parameters. One of its members represents each set.</summary>
internal sealed class TensorSets
{
    private readonly int[] _parents;

    internal TensorSets(int count)
    {
        _parents = Enumerable.Range(0, count).ToArray();
    }

    /// <summary>The member that a tensor's set is known by.</summary>
    internal int Of(int tensor)
    {
        while (_parents[tensor] != tensor)
        {
            _parents[tensor] = _parents[_parents[tensor]];
            tensor = _parents[tensor];
        }

        return tensor;
    }

    internal void Join(int a, int b)
    {
        _parents[Of(b)] = Of(a);
    }
}
