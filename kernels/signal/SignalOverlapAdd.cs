// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;
using TinyInterp.Signal;

namespace TinyInterp.Kernels;

/// <summary>
/// SignalOverlapAdd. Joins frames that start frame_step samples apart into one stream. Each frame is added to the remainder of the frames
/// before it, and the first frame_step samples of the sum are output. The remainder is kept for the next Invoke. int16 sums saturate.
/// </summary>
/// <supports>int16 and float32; keeps samples from one Invoke to the next; options T, frame_step</supports>
public sealed class SignalOverlapAdd : Kernel
{
    private Tensor _input;
    private Tensor _output;
    private OverlapAddInt16[] _int16;
    private OverlapAddSingle[] _single;
    private int _step;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        SignalChecks.RequireCounts(context, 1, 1);
        _input = context.Input(0);
        _output = context.Output(0);
        context.RequireType(_input, TypeSet.Int16 | TypeSet.Float32);
        context.RequireSameType(_output, _input);
        context.RequireRank(_input, 2, int.MaxValue);
        FlexBufferReader options = CustomOptions.Of(context);
        SignalChecks.RequireTypeOption(context, options, _input);
        int size = _input.Shape[_input.Rank - 1];
        int frames = _input.Shape[_input.Rank - 2];
        _step = CustomOptions.InRange(context, options, "frame_step", 1, size);
        SignalChecks.RequireSameOuterShape(context, _output, 1, _input, 2);
        context.RequireDimension(_output, _output.Rank - 1, frames * _step);
        int streams = _input.ElementCount / size / frames;
        context.Charge(streams * (_input.Type == TensorType.Int16 ? OverlapAddInt16.BytesFor(size) : OverlapAddSingle.BytesFor(size)));
        if (_input.Type == TensorType.Int16)
        {
            _int16 = new OverlapAddInt16[streams];
        }
        else
        {
            _single = new OverlapAddSingle[streams];
        }

        for (int i = 0; i < streams; i++)
        {
            if (_int16 != null)
            {
                _int16[i] = new OverlapAddInt16(size, _step);
            }
            else
            {
                _single[i] = new OverlapAddSingle(size, _step);
            }
        }
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        int size = _input.Shape[_input.Rank - 1];
        int frames = _input.Shape[_input.Rank - 2];
        int streams = _int16 != null ? _int16.Length : _single.Length;
        int from = _input.Offset;
        int to = _output.Offset;
        for (int i = 0; i < streams; i++)
        {
            for (int f = 0; f < frames; f++)
            {
                if (_int16 != null)
                {
                    _int16[i].Apply(_input.Int16, from, _output.Int16, to);
                }
                else
                {
                    _single[i].Apply(_input.Float32, from, _output.Float32, to);
                }

                from += size;
                to += _step;
            }
        }
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        for (int i = 0; _int16 != null && i < _int16.Length; i++)
        {
            _int16[i].Reset();
        }

        for (int i = 0; _single != null && i < _single.Length; i++)
        {
            _single[i].Reset();
        }
    }
}

/// <content>SignalOverlapAdd.</content>
public static partial class SignalKernels
{
    /// <summary>SignalOverlapAdd.</summary>
    public static OpResolver AddSignalOverlapAdd(this OpResolver resolver)
    {
        return resolver.AddCustom("SignalOverlapAdd", static () => new SignalOverlapAdd());
    }
}
