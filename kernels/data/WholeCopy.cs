// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Kernels;

/// <summary>Base of operators that only change the shape: out[i] = in[i] in row-major order.</summary>
public abstract class WholeCopy : Kernel
{
    private Tensor _input;
    private Tensor _output;
    private bool _isInPlace;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireOutputs(1);
        _input = context.Input(0);
        _output = context.Output(0);
        context.RequireSameType(_output, _input);
        context.RequireElementCount(_output, _input.ElementCount);
        CheckShape(context, _input, _output);
        context.AllowOverlap(0, 0, 0);
    }

    /// <summary>Finds out whether the output lies exactly over the input, so that there is nothing to copy.</summary>
    public override void Reset()
    {
        _isInPlace = _input.Offset == _output.Offset && _input.Data == _output.Data;
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        if (!_isInPlace)
        {
            Array.Copy(_input.Data, _input.Offset, _output.Data, _output.Offset, _output.ElementCount);
        }
    }

    /// <summary>Checks the output's shape. It is known to have as many elements as the input.</summary>
    protected abstract void CheckShape(PrepareContext context, Tensor input, Tensor output);
}
