// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Kernels;

/// <summary>
/// int16 weights of a node: computed by another, a constant's bytes in the model, or a typed copy of these if the budget leaves room.
/// </summary>
internal sealed class ShortWeights
{
    private readonly Tensor _tensor;
    private short[] _copy;

    /// <summary>The weights that are input <paramref name="index"/>.</summary>
    internal ShortWeights(PrepareContext context, int index)
    {
        _tensor = context.RawInput(index);
        SignalChecks.RequireVector(context, _tensor, TypeSet.Int16);
    }

    /// <summary>The weights as an array; null where they are to be read in <see cref="Bytes"/>.</summary>
    internal short[] Data => _tensor.IsConstant ? _copy : _tensor.Int16;

    /// <summary>Index of the first weight in <see cref="Data"/>.</summary>
    internal int Offset => _tensor.IsConstant ? 0 : _tensor.Offset;

    /// <summary>The model's bytes.</summary>
    internal byte[] Bytes => _tensor.ConstantBytes;

    /// <summary>Place of the first weight's first byte in <see cref="Bytes"/>.</summary>
    internal int Start => _tensor.ConstantOffset;

    /// <summary>Number of weights.</summary>
    internal int Count => _tensor.ElementCount;

    /// <summary>The tensor itself, for checks.</summary>
    internal Tensor Tensor => _tensor;

    /// <summary>A weight, from <see cref="Data"/> or, where that is null, from the model.</summary>
    internal int Read(short[] data, int index)
    {
        return data != null ? data[Offset + index] : BitConverter.ToInt16(Bytes, Start + 2 * index);
    }

    /// <summary>Makes a copy where there is room for it, and gives it up where there is none.</summary>
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
