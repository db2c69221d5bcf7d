// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Signal;

namespace TinyInterp.Kernels;

/// <summary>
/// SignalPCAN. out[c] = shrink(in[c]·gain(noise[c]) / 2^snr_shift), where shrink(x) = x² / 4 for x &lt; 2 and x − 1 otherwise. The gain
/// is a table of quadratic pieces. The product of a uint32 and a gain fits 64 bits.
/// </summary>
/// <supports>uint32 signal and noise, int16 gain table; option snr_shift</supports>
public sealed class SignalPcan : Kernel
{
    private Tensor _input;
    private Tensor _noise;
    private Tensor _table;
    private Tensor _output;
    private int _shift;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        SignalChecks.RequireCounts(context, 3, 1);
        _input = context.Input(0);
        _noise = context.Input(1);
        _table = context.Input(2);
        _output = context.Output(0);
        SignalChecks.RequireVector(context, _input, TypeSet.UInt32);
        SignalChecks.RequireVector(context, _noise, TypeSet.UInt32);
        SignalChecks.RequireVector(context, _table, TypeSet.Int16);
        SignalChecks.RequireVector(context, _output, TypeSet.UInt32);
        context.RequireSameShape(_noise, _input);
        context.RequireSameShape(_output, _input);
        if (_table.ElementCount < PcanGain.TableLength)
        {
            throw context.Error(ErrorCode.ShapeMismatch, _table, PcanGain.TableLength, _table.ElementCount);
        }

        _shift = CustomOptions.InRange(context, CustomOptions.Of(context), "snr_shift", 0, 31);
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        PcanGain.Apply(
            _input.Int32, _input.Offset, _noise.Int32, _noise.Offset, _input.ElementCount, _table.Int16, _table.Offset, _shift,
            _output.Int32, _output.Offset);
    }
}

/// <content>SignalPCAN.</content>
public static partial class SignalKernels
{
    /// <summary>SignalPCAN.</summary>
    public static OpResolver AddSignalPcan(this OpResolver resolver)
    {
        return resolver.AddCustom("SignalPCAN", static () => new SignalPcan());
    }
}
