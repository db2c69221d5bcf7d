// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// Weights as bytes that a loop reads with one load and one sign extension: a constant's own bytes in the model where they are int8, so
/// that they may stay in flash; an unpacked copy of int4 weights; a copy renewed at each Eval where another node computes them.
/// </summary>
public sealed class FilterBytes
{
    private readonly Tensor _computed;

    /// <summary>The weights of <paramref name="filter"/>.</summary>
    public FilterBytes(PrepareContext context, Tensor filter)
    {
        if (filter.IsConstant && filter.Type == TensorType.Int8)
        {
            Data = filter.ConstantBytes;
            Offset = filter.ConstantOffset;
            return;
        }

        Data = context.NewBytes(filter.ElementCount);
        if (filter.IsConstant)
        {
            for (int i = 0; i < Data.Length; i++)
            {
                Data[i] = (byte)filter.GetInteger(i);
            }
        }
        else
        {
            _computed = filter;
        }
    }

    /// <summary>The bytes; each is a signed weight.</summary>
    public byte[] Data { get; }

    /// <summary>Index of the first weight.</summary>
    public int Offset { get; }

    /// <summary>Whether the weights may differ from one Eval to the next.</summary>
    public bool IsComputed => _computed != null;

    /// <summary>Fetches computed weights; to be called at the beginning of Eval where <see cref="IsComputed"/>.</summary>
    public void Refresh()
    {
        byte[] data = Data;
        sbyte[] source = _computed.Int8;
        int offset = _computed.Offset;
        for (int i = 0; i < data.Length; i++)
        {
            data[i] = (byte)source[offset + i];
        }
    }
}
