// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Kernels;

/// <summary>
/// TFLM_DECODE. Unpacks constants: each output has two constant inputs, its codes and its decoding data. Bytes 0 and 1 of the latter say how:
/// 0 by lookup tables, 1 by Huffman codes, 2 by pruning; version 1. See <see cref="TableDecoder"/>, <see cref="HuffmanDecoder"/> and
/// <see cref="PruneDecoder"/>.
/// </summary>
/// <remarks>Each Invoke decodes anew, so that the outputs may share their memory with others; that is what the compression is for.</remarks>
/// <supports>
/// bool, int8, int16, int32, int64, float32 outputs by lookup tables of 1 to 7 bits or pruning; int8 and int16 by Huffman codes
/// </supports>
public sealed class TflmDecode : Kernel
{
    private ConstantDecoder[] _decoders;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        int count = context.OutputCount;
        if (count == 0)
        {
            throw context.Error(ErrorCode.OutputCountMismatch, null, 1, 0);
        }

        context.RequireInputs(2 * count, 2 * count);
        _decoders = new ConstantDecoder[count];
        for (int i = 0; i < count; i++)
        {
            Tensor codes = context.ConstantInput(2 * i);
            Tensor data = context.ConstantInput(2 * i + 1);
            Tensor output = context.Output(i);
            context.RequireType(
                output, TypeSet.Bool | TypeSet.Int8 | TypeSet.Int16 | TypeSet.Int32 | TypeSet.Int64 | TypeSet.Float32);
            if (data.ByteCount < ConstantDecoder.HeaderBytes)
            {
                throw context.Error(ErrorCode.ConstantInvalid, data, ConstantDecoder.HeaderBytes, data.ByteCount);
            }

            byte[] bytes = data.ConstantBytes;
            int type = bytes[data.ConstantOffset];
            ConstantDecoder.RequireVersion(context, data, bytes[data.ConstantOffset + 1]);
            ConstantDecoder.RequireVersion(context, data, bytes[data.ConstantOffset + 4]);
            switch (type)
            {
                case 0:
                    _decoders[i] = new TableDecoder();
                    break;
                case 1:
                    _decoders[i] = new HuffmanDecoder();
                    break;
                case 2:
                    _decoders[i] = new PruneDecoder();
                    break;
                default:
                    throw context.Error(ErrorCode.OptionUnsupported, data, 2, type);
            }

            _decoders[i].Prepare(context, codes, data, output);
        }
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        for (int i = 0; i < _decoders.Length; i++)
        {
            _decoders[i].Decode();
        }
    }
}

/// <content>TFLM_DECODE.</content>
public static partial class CustomKernels
{
    /// <summary>TFLM_DECODE.</summary>
    public static OpResolver AddTflmDecode(this OpResolver resolver)
    {
        return resolver.AddCustom("TFLM_DECODE", static () => new TflmDecode());
    }
}
