// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Kernels;

/// <summary>
/// int16 weights of a node: the output of another node, a constant's bytes in the model, or a typed copy of these bytes if the budget
/// leaves room for it.
/// </summary>
internal sealed class ShortWeights
{
    private readonly Tensor _tensor;
    private short[] _copy;

    /// <summary>The weights in input <paramref name="index"/>.</summary>
    internal ShortWeights(PrepareContext context, int index)
    {
        _tensor = context.RawInput(index);
        SignalChecks.RequireVector(context, _tensor, TypeSet.Int16);
    }

    /// <summary>The weights as an array; null if they must be read from <see cref="Bytes"/>.</summary>
    internal short[] Data => _tensor.IsConstant ? _copy : _tensor.Int16;

    /// <summary>Index of the first weight in <see cref="Data"/>.</summary>
    internal int Offset => _tensor.IsConstant ? 0 : _tensor.Offset;

    /// <summary>The model's bytes.</summary>
    internal byte[] Bytes => _tensor.ConstantBytes;

    /// <summary>Index of the first weight's first byte in <see cref="Bytes"/>.</summary>
    internal int Start => _tensor.ConstantOffset;

    /// <summary>Number of weights.</summary>
    internal int Count => _tensor.ElementCount;

    /// <summary>The tensor itself, for checks.</summary>
    internal Tensor Tensor => _tensor;

    /// <summary>A weight, from <see cref="Data"/>, or from the model if that is null.</summary>
    internal int Read(short[] data, int index)
    {
        return data != null ? data[Offset + index] : BitConverter.ToInt16(Bytes, Start + 2 * index);
    }

    /// <summary>Makes a typed copy if there is room for it; else drops the copy.</summary>
    internal void PackWeights(SpareMemory spare)
    {
        _copy = null;
        if (_tensor.IsConstant && spare != null && spare.TryTake(2L * Count))
        {
            short[] copy = new short[Count];
            for (int i = 0; i < copy.Length; i++)
            {
                copy[i] = BitConverter.ToInt16(Bytes, Start + 2 * i);
            }

            _copy = copy;
        }
    }
}
