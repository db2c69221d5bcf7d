// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// Decodes constants with lookup tables: out[i] = table[channel(i)][code[i]]. Codes have 1 to 7 bits (byte 5 of the decoding data) and are
/// packed from the highest bit of each byte. The channels' tables follow the header; byte 6 is the distance between them in elements.
/// </summary>
internal sealed class TableDecoder : ConstantDecoder
{
    private int _table;
    private int _bits;
    private int _stride;

    /// <inheritdoc/>
    internal override void Prepare(PrepareContext context, Tensor codes, Tensor data, Tensor output)
    {
        base.Prepare(context, codes, data, output);
        _bits = data.ConstantBytes[data.ConstantOffset + 5] & 7;
        _stride = data.ConstantBytes[data.ConstantOffset + 6];
        if (_bits == 0)
        {
            throw context.Error(ErrorCode.ConstantInvalid, data, 1, 0);
        }

        RequireBytes(context, codes, ((long)output.ElementCount * _bits + 7) / 8);
        int size = (int)TensorTypes.ByteCount(output.Type, 1);
        int values = (data.ByteCount - HeaderBytes) / size;
        _table = ReadValues(context, data, output, values);
        RequireCodesInside(context, data, values);
    }

    /// <inheritdoc/>
    internal override void Decode()
    {
        Array table = Memory.Region(ArenaRegion.OfType(Output.Type));
        byte[] codes = Codes;
        int bits = _bits;
        int stride = _stride;
        int mask = (1 << bits) - 1;
        int next = CodesStart;
        int held = 0;
        int heldBits = 0;
        int channel = 0;
        int channels = Channels;
        int run = RunLength;
        int to = Output.Offset;
        int end = to + Output.ElementCount;
        sbyte[] bytes = table as sbyte[];
        sbyte[] byteOutput = Output.Int8;
        while (to < end)
        {
            int first = _table + channel * stride;
            for (int stop = to + run; to < stop; to++)
            {
                if (heldBits < bits)
                {
                    held = (held << 8 | codes[next++]) & 0xFFFF;
                    heldBits += 8;
                }

                heldBits -= bits;
                int entry = first + ((held >> heldBits) & mask);
                if (bytes != null)
                {
                    byteOutput[to] = bytes[entry];
                }
                else
                {
                    Array.Copy(table, entry, Output.Data, to, 1);
                }
            }

            channel++;
            channel = channel == channels ? 0 : channel;
        }
    }

    /// <summary>Requires that every code has an entry in the tables.</summary>
    private void RequireCodesInside(PrepareContext context, Tensor data, int values)
    {
        int mask = (1 << _bits) - 1;
        for (int i = 0; i < Output.ElementCount; i++)
        {
            long bit = (long)i * _bits;
            int at = CodesStart + (int)(bit >> 3);
            int left = 16 - (int)(bit & 7) - _bits;
            int pair = Codes[at] << 8;
            if (left < 8)
            {
                pair |= Codes[at + 1];
            }

            int entry = i / RunLength % Channels * _stride + ((pair >> left) & mask);
            if (entry >= values)
            {
                throw context.Error(ErrorCode.ConstantInvalid, data, values, entry);
            }
        }
    }
}
