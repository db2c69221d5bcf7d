// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;
using TinyInterp.Signal;

namespace TinyInterp.Kernels;

/// <summary>
/// SignalFramer. Cuts each stream, the last dimension of the input, into frames of frame_size samples, one every frame_step samples:
/// out[b, f, i] = in[b, (f + 1)·frame_step − frame_size + i]. A stream continues from one Invoke to the next. The second output is whether
/// all frames are complete; an incomplete frame is output as zeros.
/// </summary>
/// <supports>int16, bool; keeps samples from one Invoke to the next; options frame_size, frame_step, prefill</supports>
public sealed class SignalFramer : Kernel
{
    private Tensor _input;
    private Tensor _output;
    private Tensor _valid;
    private Framer[] _framers;
    private int _framesPerStream;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        SignalChecks.RequireCounts(context, 1, 2);
        _input = context.Input(0);
        _output = context.Output(0);
        _valid = context.Output(1);
        context.RequireType(_input, TypeSet.Int16);
        context.RequireSameType(_output, _input);
        context.RequireRank(_input, 1, int.MaxValue);
        SignalChecks.RequireScalar(context, _valid, TypeSet.Bool);
        FlexBufferReader options = CustomOptions.Of(context);
        int samples = _input.Shape[_input.Rank - 1];
        int step = CustomOptions.InRange(context, options, "frame_step", 1, samples);
        int size = CustomOptions.InRange(context, options, "frame_size", 1, int.MaxValue);
        bool isPrefilled = options.Bool("prefill", false);
        if (samples % step != 0)
        {
            throw context.Error(ErrorCode.CustomOptionsInvalid, _input, samples, step);
        }

        _framesPerStream = samples / step;
        SignalChecks.RequireSameOuterShape(context, _output, 2, _input, 1);
        context.RequireDimension(_output, _output.Rank - 2, _framesPerStream);
        context.RequireDimension(_output, _output.Rank - 1, size);
        int streams = _input.ElementCount / samples;
        context.Charge(streams * Framer.BytesFor(size, step));
        _framers = new Framer[streams];
        for (int i = 0; i < _framers.Length; i++)
        {
            _framers[i] = new Framer(size, step, isPrefilled);
        }
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        short[] input = _input.Int16;
        short[] output = _output.Int16;
        int from = _input.Offset;
        int to = _output.Offset;
        bool isValid = true;
        for (int i = 0; i < _framers.Length; i++)
        {
            Framer framer = _framers[i];
            for (int f = 0; f < _framesPerStream; f++)
            {
                if (!framer.Write(input, from, output, to))
                {
                    Array.Clear(output, to, framer.Size);
                    isValid = false;
                }

                from += framer.Step;
                to += framer.Size;
            }
        }

        _valid.Int8[_valid.Offset] = (sbyte)(isValid ? 1 : 0);
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        for (int i = 0; i < _framers.Length; i++)
        {
            _framers[i].Reset();
        }
    }
}

/// <content>SignalFramer.</content>
public static partial class SignalKernels
{
    /// <summary>SignalFramer.</summary>
    public static OpResolver AddSignalFramer(this OpResolver resolver)
    {
        return resolver.AddCustom("SignalFramer", static () => new SignalFramer());
    }
}
