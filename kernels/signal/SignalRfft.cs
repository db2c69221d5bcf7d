// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;
using TinyInterp.Signal;

namespace TinyInterp.Kernels;

/// <summary>
/// SignalRfft. out[b, k] = Σ_j in[b, j]·e^(−2πi·jk / n) for k from 0 to n / 2, real and imaginary parts interleaved. Frames shorter than n
/// are padded with zeros. int16 and int32 results are divided by n.
/// </summary>
/// <supports>int16, int32 and float32; even lengths up to 65,536 of prime factors 2, 3 and 5; options T, fft_length</supports>
public sealed class SignalRfft : Kernel
{
    private Tensor _input;
    private Tensor _output;
    private RfftInt16 _int16;
    private RfftInt32 _int32;
    private RfftSingle _single;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        SignalChecks.RequireCounts(context, 1, 1);
        _input = context.Input(0);
        _output = context.Output(0);
        context.RequireType(_input, TypeSet.Int16 | TypeSet.Int32 | TypeSet.Float32);
        context.RequireSameType(_output, _input);
        context.RequireRank(_input, 1, int.MaxValue);
        SignalChecks.RequireSameOuterShape(context, _output, 1, _input, 1);
        FlexBufferReader options = CustomOptions.Of(context);
        SignalChecks.RequireTypeOption(context, options, _input);
        int length = options.Int32("fft_length");
        if (!FftLength.IsSupported(length))
        {
            throw context.Error(ErrorCode.CustomOptionsInvalid, null, FftLength.Max, length);
        }

        SignalChecks.RequireElements(context, _input);
        int values = _input.Shape[_input.Rank - 1];
        if (values > length)
        {
            throw context.Error(ErrorCode.ShapeMismatch, _input, length, values);
        }

        context.RequireDimension(_output, _output.Rank - 1, length + 2);
        switch (_input.Type)
        {
            case TensorType.Int16:
                context.Charge(RfftInt16.BytesFor(length));
                _int16 = new RfftInt16(length);
                break;
            case TensorType.Int32:
                context.Charge(RfftInt32.BytesFor(length));
                _int32 = new RfftInt32(length);
                break;
            default:
                context.Charge(RfftSingle.BytesFor(length));
                _single = new RfftSingle(length);
                break;
        }
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        int inputStep = _input.Shape[_input.Rank - 1];
        int outputStep = _output.Shape[_output.Rank - 1];
        int to = _output.Offset;
        int end = _input.Offset + _input.ElementCount;
        for (int from = _input.Offset; from < end; from += inputStep)
        {
            if (_int16 != null)
            {
                _int16.Transform(_input.Int16, from, inputStep, _output.Int16, to);
            }
            else if (_int32 != null)
            {
                _int32.Transform(_input.Int32, from, inputStep, _output.Int32, to);
            }
            else
            {
                _single.Transform(_input.Float32, from, inputStep, _output.Float32, to);
            }

            to += outputStep;
        }
    }
}

/// <content>SignalRfft.</content>
public static partial class SignalKernels
{
    /// <summary>SignalRfft.</summary>
    public static OpResolver AddSignalRfft(this OpResolver resolver)
    {
        return resolver.AddCustom("SignalRfft", static () => new SignalRfft());
    }
}
