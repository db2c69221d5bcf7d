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
        Memory = context.Memory;
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

    /// <summary>The kernels' memory.</summary>
    protected KernelMemory Memory { get; private set; }

    /// <summary>Copies the values after the header into persistent memory, in the array of the output's type.</summary>
    /// <returns>Index of the first value.</returns>
    protected static int ReadValues(PrepareContext context, Tensor data, Tensor output, int count)
    {
        byte[] bytes = data.ConstantBytes;
        int at = data.ConstantOffset + HeaderBytes;
        int place = context.Persistent(output.Type, count);
        switch (output.Type)
        {
            case TensorType.Int16:
                for (int i = 0; i < count; i++)
                {
                    context.Memory.Int16[place + i] = BitConverter.ToInt16(bytes, at + 2 * i);
                }

                break;
            case TensorType.Int32:
                for (int i = 0; i < count; i++)
                {
                    context.Memory.Int32[place + i] = BitConverter.ToInt32(bytes, at + 4 * i);
                }

                break;
            case TensorType.Int64:
                for (int i = 0; i < count; i++)
                {
                    context.Memory.Int64[place + i] = BitConverter.ToInt64(bytes, at + 8 * i);
                }

                break;
            case TensorType.Float32:
                for (int i = 0; i < count; i++)
                {
                    context.Memory.Float32[place + i] = BitConverter.ToSingle(bytes, at + 4 * i);
                }

                break;
            default:
                for (int i = 0; i < count; i++)
                {
                    context.Memory.Int8[place + i] = (sbyte)bytes[at + i];
                }

                break;
        }

        return place;
    }
}
