// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// What float operators of two inputs have in common: out[i] = f(a[i], b[i]), where inputs of different shapes are stretched to each
/// other along their dimensions of size 1.
/// </summary>
public abstract class BinaryFloat : Kernel
{
    private Tensor _first;
    private Tensor _second;
    private Tensor _output;
    private FloatBroadcast _broadcast;

    /// <summary>The least result, by the fused activation.</summary>
    protected float Low { get; private set; }

    /// <summary>The greatest result, by the fused activation.</summary>
    protected float High { get; private set; }

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(2, 2);
        context.RequireOutputs(1);
        _first = context.Input(0);
        _second = context.Input(1);
        _output = context.Output(0);
        context.RequireType(_first, TypeSet.Float32);
        context.RequireSameType(_second, _first);
        context.RequireSameType(_output, _first);
        _broadcast = new FloatBroadcast(context, _output, new Tensor[] { _first, _second }, 0);
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        float[] output = _output.Float32;
        int to = _output.Offset;
        int run = _broadcast.Run;
        do
        {
            Run(
                _first.Float32, _first.Offset + _broadcast.Offset(0), _broadcast.Step(0),
                _second.Float32, _second.Offset + _broadcast.Offset(1), _broadcast.Step(1),
                output, to, to + run);
            to += run;
        }
        while (_broadcast.Next());
    }

    /// <summary>Reads the activation that is fused to the operator.</summary>
    protected void PrepareActivation(PrepareContext context, BuiltinOptionsType options, SByteOption activation)
    {
        float low;
        float high;
        ActivationRange.Real(context, context.Options(options).SByte(activation), _output, out low, out high);
        Low = low;
        High = high;
    }

    /// <summary>The function, over one run.</summary>
    /// <param name="a">Elements of the first input.</param>
    /// <param name="p">Place of the first of them.</param>
    /// <param name="pStep">How far to go for the next.</param>
    /// <param name="b">Elements of the second input.</param>
    /// <param name="q">Place of the first of them.</param>
    /// <param name="qStep">How far to go for the next.</param>
    /// <param name="output">Where to write.</param>
    /// <param name="to">Place of the first result.</param>
    /// <param name="end">Place behind the last result.</param>
    protected abstract void Run(float[] a, int p, int pStep, float[] b, int q, int qStep, float[] output, int to, int end);
}
