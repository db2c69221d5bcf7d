// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// CIRCULAR_BUFFER. out = the last N inputs, oldest first: out[b, s] is out[b, s + 1] of the previous Invoke, and the last slot is the
/// input. Enough new inputs are there only in every cycles_max-th Invoke. The second output says whether they are; without a second
/// output, the run ends at this node in all other Invokes.
/// </summary>
/// <remarks>
/// The kernel keeps the slots in persistent memory of its own, so the output's memory can be shared like any other. Slots start as real
/// zeros.
/// Models without the option have a period of 2, or of 1 if the output has 5, 13 or 25 slots.
/// </remarks>
/// <supports>int8; keeps its slots from one Invoke to the next; option cycles_max</supports>
public sealed class CircularBuffer : Kernel
{
    private Tensor _input;
    private Tensor _output;
    private Tensor _valid;
    private int _slots;
    private bool _endsRun;
    private int _next;
    private int _period;
    private int _left;

    /// <inheritdoc/>
    public override bool EndsRun => _endsRun;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(1, 1);
        if (context.OutputCount != 2)
        {
            context.RequireOutputs(1);
        }

        _input = context.Input(0);
        _output = context.Output(0);
        context.RequireType(_input, TypeSet.Int8);
        context.RequireSameType(_output, _input);
        context.RequireRank(_input, 4, 4);
        context.RequireRank(_output, 4, 4);
        context.RequireDimension(_input, 0, 1);
        context.RequireDimension(_input, 1, 1);
        context.RequireDimension(_output, 0, 1);
        context.RequireDimension(_output, 2, _input.Shape[2]);
        context.RequireDimension(_output, 3, _input.Shape[3]);
        if (context.OutputCount == 2)
        {
            _valid = context.Output(1);
            context.RequireType(_valid, TypeSet.Bool);
            context.RequireElementCount(_valid, 1);
        }

        int slots = _output.Shape[1];
        _period = CustomOptions.Of(context).Int32("cycles_max", 0);
        if (_period <= 0)
        {
            _period = slots == 5 || slots == 13 || slots == 25 ? 1 : 2;
        }

        if (_valid == null && _period > 1 && context.SubgraphIndex != 0)
        {
            throw context.Error(ErrorCode.CustomOptionsInvalid, _output, 1, _period);
        }

        _slots = context.Persistent(TensorType.Int8, _output.ElementCount);
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        // A ring buffer: the newest input replaces the oldest, and the output starts after it.
        sbyte[] memory = Memory.Int8;
        int size = _input.ElementCount;
        Array.Copy(_input.Int8, _input.Offset, memory, _slots + _next, size);
        _next += size;
        int rest = _output.ElementCount - _next;
        Array.Copy(memory, _slots + _next, _output.Int8, _output.Offset, rest);
        Array.Copy(memory, _slots, _output.Int8, _output.Offset + rest, _next);
        if (rest == 0)
        {
            _next = 0;
        }

        bool isReady = --_left == 0;
        if (isReady)
        {
            _left = _period;
        }

        if (_valid != null)
        {
            _valid.Int8[_valid.Offset] = (sbyte)(isReady ? 1 : 0);
        }
        else
        {
            _endsRun = !isReady;
        }
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        sbyte zero = (sbyte)_output.ZeroPoint;
        sbyte[] memory = Memory.Int8;
        for (int i = _slots; i < _slots + _output.ElementCount; i++)
        {
            memory[i] = zero;
        }

        _next = 0;
        _left = _period;
        _endsRun = false;
    }
}

/// <content>CIRCULAR_BUFFER.</content>
public static partial class CustomKernels
{
    /// <summary>CIRCULAR_BUFFER.</summary>
    public static OpResolver AddCircularBuffer(this OpResolver resolver)
    {
        return resolver.AddCustom("CIRCULAR_BUFFER", static () => new CircularBuffer());
    }
}
