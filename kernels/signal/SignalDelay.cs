// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Signal;

namespace TinyInterp.Kernels;

/// <summary>
/// SignalDelay. out[b, t] = in[b, t − delay_length]. The last dimension is a stream that continues from one Invoke to the next and starts
/// with zeros.
/// </summary>
/// <supports>int16; keeps samples from one Invoke to the next; option delay_length</supports>
public sealed class SignalDelay : Kernel
{
    private Tensor _input;
    private Tensor _output;
    private Delay[] _delays;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        SignalChecks.RequireCounts(context, 1, 1);
        _input = context.Input(0);
        _output = context.Output(0);
        context.RequireType(_input, TypeSet.Int16);
        context.RequireSameType(_output, _input);
        context.RequireRank(_input, 1, int.MaxValue);
        context.RequireSameShape(_output, _input);
        int length = CustomOptions.InRange(context, CustomOptions.Of(context), "delay_length", 0, int.MaxValue);
        int samples = _input.Shape[_input.Rank - 1];
        int streams = _input.ElementCount / samples;
        context.Charge(streams * Delay.BytesFor(length, samples));
        _delays = new Delay[streams];
        for (int i = 0; i < _delays.Length; i++)
        {
            _delays[i] = new Delay(length, samples);
        }
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        int samples = _input.Shape[_input.Rank - 1];
        for (int i = 0; i < _delays.Length; i++)
        {
            _delays[i].Apply(_input.Int16, _input.Offset + i * samples, _output.Int16, _output.Offset + i * samples);
        }
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        for (int i = 0; i < _delays.Length; i++)
        {
            _delays[i].Reset();
        }
    }
}

/// <content>SignalDelay.</content>
public static partial class SignalKernels
{
    /// <summary>SignalDelay.</summary>
    public static OpResolver AddSignalDelay(this OpResolver resolver)
    {
        return resolver.AddCustom("SignalDelay", static () => new SignalDelay());
    }
}
