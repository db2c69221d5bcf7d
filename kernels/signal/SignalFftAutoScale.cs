// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Signal;

namespace TinyInterp.Kernels;

/// <summary>
/// SignalFftAutoScale. out[i] = in[i] · 2^bits, with the largest bits that keep the largest magnitude below 2^15. The second output is
/// bits.
/// </summary>
/// <supports>int16; int32 bits</supports>
public sealed class SignalFftAutoScale : Kernel
{
    private Tensor _input;
    private Tensor _output;
    private Tensor _bits;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        SignalChecks.RequireCounts(context, 1, 2);
        _input = context.Input(0);
        _output = context.Output(0);
        _bits = context.Output(1);
        SignalChecks.RequireVector(context, _input, TypeSet.Int16);
        context.RequireSameType(_output, _input);
        context.RequireSameShape(_output, _input);
        SignalChecks.RequireScalar(context, _bits, TypeSet.Int32);
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        _bits.Int32[_bits.Offset] =
            FftAutoScale.Apply(_input.Int16, _input.Offset, _input.ElementCount, _output.Int16, _output.Offset);
    }
}

/// <content>SignalFftAutoScale.</content>
public static partial class SignalKernels
{
    /// <summary>SignalFftAutoScale.</summary>
    public static OpResolver AddSignalFftAutoScale(this OpResolver resolver)
    {
        return resolver.AddCustom("SignalFftAutoScale", static () => new SignalFftAutoScale());
    }
}
