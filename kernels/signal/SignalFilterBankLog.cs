// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;
using TinyInterp.Signal;

namespace TinyInterp.Kernels;

/// <summary>
/// SignalFilterBankLog. out[c] = min(ln(in[c]·2^input_correction_bits)·output_scale, 32767), and 0 if the argument is 0 or 1.
/// </summary>
/// <supports>uint32 to int16; options input_correction_bits, output_scale</supports>
public sealed class SignalFilterBankLog : Kernel
{
    private Tensor _input;
    private Tensor _output;
    private int _scale;
    private int _correctionBits;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        SignalChecks.RequireCounts(context, 1, 1);
        _input = context.Input(0);
        _output = context.Output(0);
        SignalChecks.RequireVector(context, _input, TypeSet.UInt32);
        SignalChecks.RequireVector(context, _output, TypeSet.Int16);
        context.RequireSameShape(_output, _input);
        FlexBufferReader options = CustomOptions.Of(context);
        _scale = options.Int32("output_scale");
        _correctionBits = CustomOptions.InRange(context, options, "input_correction_bits", 0, 31);
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        LogScale.Apply(_input.Int32, _input.Offset, _input.ElementCount, _scale, _correctionBits, _output.Int16, _output.Offset);
    }
}

/// <content>SignalFilterBankLog.</content>
public static partial class SignalKernels
{
    /// <summary>SignalFilterBankLog.</summary>
    public static OpResolver AddSignalFilterBankLog(this OpResolver resolver)
    {
        return resolver.AddCustom("SignalFilterBankLog", static () => new SignalFilterBankLog());
    }
}
