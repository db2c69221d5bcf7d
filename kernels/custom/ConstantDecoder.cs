// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>Base of the decoders. Each decodes one output of TFLM_DECODE.</summary>
internal abstract class ConstantDecoder
{
    /// <summary>Number of header bytes before the tables in the decoding data.</summary>
    internal const int HeaderBytes = 16;

    /// <summary>The model's bytes, which contain the codes.</summary>
    protected byte[] Codes { get; private set; }

    /// <summary>Index of the codes' first byte.</summary>
    protected int CodesStart { get; private set; }

    /// <summary>The tensor to decode into.</summary>
    protected Tensor Output { get; private set; }

    /// <summary>Number of channels with values of their own; 1 if all share them.</summary>
    protected int Channels { get; private set; }

    /// <summary>Number of consecutive elements of one channel; 1 if the channels are the last dimension.</summary>
    protected int RunLength { get; private set; }

    /// <summary>Decodes the output.</summary>
    internal abstract void Decode();

    /// <summary>Checks codes and tables, so that Decode does not have to.</summary>
    internal virtual void Prepare(PrepareContext context, Tensor codes, Tensor data, Tensor output)
    {
        Codes = codes.ConstantBytes;
        CodesStart = codes.ConstantOffset;
        Output = output;
        Channels = output.ChannelCount > 1 ? output.ChannelCount : 1;
        bool isLast = Channels > 1 && output.QuantizedDimension == output.Rank - 1;
        if (Channels > 1 && !isLast && output.QuantizedDimension != 0)
        {
            throw context.Error(ErrorCode.QuantizationUnsupported, output, 0, output.QuantizedDimension);
        }

        RunLength = isLast ? 1 : output.ElementCount / Channels;
    }

    /// <summary>Requires version 1, the only one supported.</summary>
    internal static void RequireVersion(PrepareContext context, Tensor data, int version)
    {
        if (version != 1)
        {
            throw context.Error(ErrorCode.OptionUnsupported, data, 1, version);
        }
    }

    /// <summary>Requires that a constant has at least this many bytes.</summary>
    protected static void RequireBytes(PrepareContext context, Tensor tensor, long needed)
    {
        if (tensor.ByteCount < needed)
        {
            throw context.Error(ErrorCode.ConstantInvalid, tensor, needed, tensor.ByteCount);
        }
    }

    /// <summary>The values after the header, as an array of the output's type.</summary>
    protected static Array ReadValues(PrepareContext context, Tensor data, Tensor output, int count)
    {
        byte[] bytes = data.ConstantBytes;
        int at = data.ConstantOffset + HeaderBytes;
        switch (output.Type)
        {
            case TensorType.Int16:
                short[] shorts = context.NewInt16(count);
                for (int i = 0; i < count; i++)
                {
                    shorts[i] = BitConverter.ToInt16(bytes, at + 2 * i);
                }

                return shorts;
            case TensorType.Int32:
                int[] ints = context.NewInt32(count);
                for (int i = 0; i < count; i++)
                {
                    ints[i] = BitConverter.ToInt32(bytes, at + 4 * i);
                }

                return ints;
            case TensorType.Int64:
                long[] longs = context.NewInt64(count);
                for (int i = 0; i < count; i++)
                {
                    longs[i] = BitConverter.ToInt64(bytes, at + 8 * i);
                }

                return longs;
            case TensorType.Float32:
                float[] singles = context.NewFloat32(count);
                for (int i = 0; i < count; i++)
                {
                    singles[i] = BitConverter.ToSingle(bytes, at + 4 * i);
                }

                return singles;
            default:
                sbyte[] sbytes = context.NewInt8(count);
                for (int i = 0; i < count; i++)
                {
                    sbytes[i] = (sbyte)bytes[at + i];
                }

                return sbytes;
        }
    }
}
