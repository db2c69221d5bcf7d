// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Kernels;

/// <summary>
/// Decodes constants without their zeros. If bit i of the codes is 1, out[i] is the next value after the header, else the zero point of
/// its channel. Bits count from the highest of each byte.
/// </summary>
internal sealed class PruneDecoder : ConstantDecoder
{
    private int _values;
    private int _zeroPoints;

    /// <inheritdoc/>
    internal override void Prepare(PrepareContext context, Tensor codes, Tensor data, Tensor output)
    {
        base.Prepare(context, codes, data, output);
        RequireBytes(context, codes, ((long)output.ElementCount + 7) / 8);
        int kept = 0;
        for (int i = 0; i < output.ElementCount; i++)
        {
            kept += (Codes[CodesStart + (i >> 3)] >> (~i & 7)) & 1;
        }

        RequireBytes(context, data, HeaderBytes + Schema.TensorTypes.ByteCount(output.Type, kept));
        _values = ReadValues(context, data, output, kept);
        _zeroPoints = context.Persistent(Schema.TensorType.Int32, Channels);
        for (int c = 0; c < Channels; c++)
        {
            int zeroPoint = output.ChannelZeroPoint(c);
            Memory.Int32[_zeroPoints + c] = zeroPoint;
            if (zeroPoint != 0 && output.Type != Schema.TensorType.Int8)
            {
                throw context.Error(ErrorCode.QuantizationUnsupported, output, 0, zeroPoint);
            }
        }
    }

    /// <inheritdoc/>
    internal override void Decode()
    {
        byte[] codes = Codes;
        int code = CodesStart;
        int next = _values;
        int channel = 0;
        int run = RunLength;
        int bit = 7;
        int to = Output.Offset;
        int end = to + Output.ElementCount;
        Array values = Memory.Region(ArenaRegion.OfType(Output.Type));
        sbyte[] bytes = values as sbyte[];
        sbyte[] byteOutput = Output.Int8;
        if (bytes == null)
        {
            Array.Clear(Output.Data, to, Output.ElementCount);
        }

        while (to < end)
        {
            sbyte zeroPoint = (sbyte)Memory.Int32[_zeroPoints + channel];
            for (int stop = to + run; to < stop; to++)
            {
                bool isKept = ((codes[code] >> bit) & 1) != 0;
                if (--bit < 0)
                {
                    bit = 7;
                    code++;
                }

                if (bytes != null)
                {
                    byteOutput[to] = isKept ? bytes[next++] : zeroPoint;
                }
                else if (isKept)
                {
                    Array.Copy(values, next++, Output.Data, to, 1);
                }
            }

            channel++;
            channel = channel == Channels ? 0 : channel;
        }
    }
}
