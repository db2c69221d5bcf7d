// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>One output of TFLM_DECODE: what the ways of decoding share.</summary>
internal abstract class ConstantDecoder
{
    /// <summary>Bytes before the tables in the decoding data.</summary>
    internal const int HeaderBytes = 16;

    /// <summary>The codes' bytes, in the model.</summary>
    protected byte[] Codes { get; private set; }

    /// <summary>Place of the codes' first byte.</summary>
    protected int CodesStart { get; private set; }

    /// <summary>What is decoded.</summary>
    protected Tensor Output { get; private set; }

    /// <summary>Number of channels that have values of their own; 1 where all share them.</summary>
    protected int Channels { get; private set; }

    /// <summary>Elements of one channel before the next one's begin; 1 where the channels are the last dimension.</summary>
    protected int RunLength { get; private set; }

    /// <summary>Decodes the output.</summary>
    internal abstract void Decode();

    /// <summary>Checks codes and tables, so that Decode need not.</summary>
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

    /// <summary>The only version there is must be the one asked for.</summary>
    internal static void RequireVersion(PrepareContext context, Tensor data, int version)
    {
        if (version != 1)
        {
            throw context.Error(ErrorCode.OptionUnsupported, data, 1, version);
        }
    }

    /// <summary>A constant must have this many bytes.</summary>
    protected static void RequireBytes(PrepareContext context, Tensor tensor, long needed)
    {
        if (tensor.ByteCount < needed)
        {
            throw context.Error(ErrorCode.ConstantInvalid, tensor, needed, tensor.ByteCount);
        }
    }

    /// <summary>A typed array with the values behind the header, for an output's type.</summary>
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
