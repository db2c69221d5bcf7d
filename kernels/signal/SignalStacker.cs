// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;
using TinyInterp.Signal;

namespace TinyInterp.Kernels;

/// <summary>
/// SignalStacker. Stacks a vector with the stacker_left_context vectors before it and the stacker_right_context vectors after it, one
/// stack every stacker_step vectors. Copies of the first vector stand in for those before the start. The second output is whether there
/// is a stack; without one, the first output is zeros.
/// </summary>
/// <supports>int16, bool; keeps vectors from one Invoke to the next</supports>
public sealed class SignalStacker : Kernel
{
    private Tensor _input;
    private Tensor _output;
    private Tensor _valid;
    private Stacker _stacker;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        SignalChecks.RequireCounts(context, 1, 2);
        _input = context.Input(0);
        _output = context.Output(0);
        _valid = context.Output(1);
        SignalChecks.RequireVector(context, _input, TypeSet.Int16);
        SignalChecks.RequireVector(context, _output, TypeSet.Int16);
        SignalChecks.RequireScalar(context, _valid, TypeSet.Bool);
        FlexBufferReader options = CustomOptions.Of(context);
        int channels = _input.ElementCount;
        SignalChecks.RequireElements(context, _input);
        CustomOptions.InRange(context, options, "num_channels", channels, channels);

        // The output's size limits the contexts before anything is allocated for them.
        int vectors = _output.ElementCount / channels;
        int left = CustomOptions.InRange(context, options, "stacker_left_context", 0, vectors);
        int right = CustomOptions.InRange(context, options, "stacker_right_context", 0, vectors);
        int step = CustomOptions.InRange(context, options, "stacker_step", 1, left + right + 1);
        context.RequireElementCount(_output, channels * (left + right + 1));
        context.Charge(Stacker.BytesFor(channels, left, right));
        _stacker = new Stacker(channels, left, right, step);
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        bool isValid = _stacker.Write(_input.Int16, _input.Offset, _output.Int16, _output.Offset);
        if (!isValid)
        {
            Array.Clear(_output.Int16, _output.Offset, _output.ElementCount);
        }

        _valid.Int8[_valid.Offset] = (sbyte)(isValid ? 1 : 0);
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        _stacker.Reset();
    }
}

/// <content>SignalStacker.</content>
public static partial class SignalKernels
{
    /// <summary>SignalStacker.</summary>
    public static OpResolver AddSignalStacker(this OpResolver resolver)
    {
        return resolver.AddCustom("SignalStacker", static () => new SignalStacker());
    }
}
