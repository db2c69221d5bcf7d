// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Kernels;

/// <summary>What float operators of one input have in common: out[i] = f(in[i]) for tensors of one shape.</summary>
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
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        Run(_input.Float32, _input.Offset, _input.Offset + _input.ElementCount, _output.Float32, _output.Offset);
    }

    /// <summary>The function, over the elements from <paramref name="at"/> up to <paramref name="end"/>.</summary>
    /// <param name="input">Where to read.</param>
    /// <param name="at">Place of the first element.</param>
    /// <param name="end">Place behind the last.</param>
    /// <param name="output">Where to write.</param>
    /// <param name="to">Place of the first result.</param>
    protected abstract void Run(float[] input, int at, int end, float[] output, int to);
}
