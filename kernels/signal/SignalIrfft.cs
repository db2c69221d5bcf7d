// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;
using TinyInterp.Signal;

namespace TinyInterp.Kernels;

/// <summary>
/// SignalIrfft. out[b, j] = (Σ_k in[b, k]·e^(2πi·jk / n)) / n over all n points of the spectrum of a real signal. The input holds the
/// first n / 2 + 1 points, real and imaginary parts interleaved; the others are their conjugates.
/// </summary>
/// <supports>int16, int32 and float32; even lengths up to 65,536 of prime factors 2, 3 and 5; options T, fft_length</supports>
public sealed class SignalIrfft : Kernel
{
    private Tensor _input;
    private Tensor _output;
    private IrfftInt16 _int16;
    private IrfftInt32 _int32;
    private IrfftSingle _single;

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

        context.RequireDimension(_input, _input.Rank - 1, length + 2);
        context.RequireDimension(_output, _output.Rank - 1, length);
        switch (_input.Type)
        {
            case TensorType.Int16:
                context.Charge(IrfftInt16.BytesFor(length));
                _int16 = new IrfftInt16(length);
                break;
            case TensorType.Int32:
                context.Charge(IrfftInt32.BytesFor(length));
                _int32 = new IrfftInt32(length);
                break;
            default:
                context.Charge(IrfftSingle.BytesFor(length));
                _single = new IrfftSingle(length);
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
                _int16.Transform(_input.Int16, from, _output.Int16, to);
            }
            else if (_int32 != null)
            {
                _int32.Transform(_input.Int32, from, _output.Int32, to);
            }
            else
            {
                _single.Transform(_input.Float32, from, _output.Float32, to);
            }

            to += outputStep;
        }
    }
}

/// <content>SignalIrfft.</content>
public static partial class SignalKernels
{
    /// <summary>SignalIrfft.</summary>
    public static OpResolver AddSignalIrfft(this OpResolver resolver)
    {
        return resolver.AddCustom("SignalIrfft", static () => new SignalIrfft());
    }
}
