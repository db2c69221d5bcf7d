// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Kernels;

/// <summary>Base of float operators with one input: out[i] = f(in[i]) for tensors of the same shape.</summary>
public abstract class UnaryFloat : Kernel
{
    private Tensor _input;
    private Tensor _output;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(1, 1);
        context.RequireOutputs(1);
        _input = context.Input(0);
        _output = context.Output(0);
        context.RequireType(_input, TypeSet.Float32);
        context.RequireSameType(_output, _input);
        context.RequireSameShape(_output, _input);
        context.AllowOverlap(0, 0, 0);
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        Run(_input.Float32, _input.Offset, _input.Offset + _input.ElementCount, _output.Float32, _output.Offset);
    }

    /// <summary>Computes the function for the elements from <paramref name="at"/> to <paramref name="end"/> − 1.</summary>
    /// <param name="input">The array of the input.</param>
    /// <param name="at">Index of the first element.</param>
    /// <param name="end">Index after the last element.</param>
    /// <param name="output">The array of the output.</param>
    /// <param name="to">Index of the first result.</param>
    protected abstract void Run(float[] input, int at, int end, float[] output, int to);
}
