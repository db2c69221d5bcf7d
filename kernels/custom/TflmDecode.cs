// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Kernels;

/// <summary>
/// TFLM_DECODE. Decodes constants. Each output has two constant inputs, its codes and its decoding data. Byte 0 of the decoding data is
/// the method: 0 for lookup tables (<see cref="TableDecoder"/>), 1 for Huffman codes (<see cref="HuffmanDecoder"/>), 2 for pruning
/// (<see cref="PruneDecoder"/>). Bytes 1 and 4 are versions, which must be 1.
/// </summary>
/// <remarks>
/// Every Invoke decodes again, so the outputs can share memory with other tensors. That is the purpose of the compression.
/// </remarks>
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
