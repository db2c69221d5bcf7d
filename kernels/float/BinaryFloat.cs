// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>Base of float operators with two broadcast inputs: out[i] = f(a[i], b[i]).</summary>
public abstract class BinaryFloat : Kernel
{
    private Tensor _first;
    private Tensor _second;
    private Tensor _output;
    private FloatBroadcast _broadcast;

    /// <summary>The lowest result that the fused activation allows.</summary>
    protected float Low { get; private set; }

    /// <summary>The highest result that the fused activation allows.</summary>
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
        context.AllowElementwiseOverlap(0, 0);
        context.AllowElementwiseOverlap(0, 1);
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

    /// <summary>Reads the operator's fused activation.</summary>
    protected void PrepareActivation(PrepareContext context, BuiltinOptionsType options, SByteOption activation)
    {
        float low;
        float high;
        ActivationRange.Real(context, context.Options(options).SByte(activation), _output, out low, out high);
        Low = low;
        High = high;
    }

    /// <summary>Computes the function over one run.</summary>
    /// <param name="a">The array of the first input.</param>
    /// <param name="p">Index of its first element.</param>
    /// <param name="pStep">Distance to its next element; 0 repeats it.</param>
    /// <param name="b">The array of the second input.</param>
    /// <param name="q">Index of its first element.</param>
    /// <param name="qStep">Distance to its next element; 0 repeats it.</param>
    /// <param name="output">The array of the output.</param>
    /// <param name="to">Index of the first result.</param>
    /// <param name="end">Index after the last result.</param>
    protected abstract void Run(float[] a, int p, int pStep, float[] b, int q, int qStep, float[] output, int to, int end);
}
