// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// Weights as bytes, which a loop reads with one load and one sign extension. Constant int8 weights are read in the model's bytes,
/// without a copy. Constant int4 weights are unpacked once. Weights that another node computes are copied in each Eval.
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

    /// <summary>Copies computed weights. Call it at the start of Eval if <see cref="IsComputed"/>.</summary>
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
