// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>Base of SPLIT, SPLIT_V and UNPACK: out_k[o, i] = in[o, offset_k + i].</summary>
public abstract class Pieces : DataKernel
{
    private Tensor _input;
    private Tensor[] _outputs;
    private int _runs;
    private int _outer;
    private int _inputStep;

    /// <inheritdoc/>
    public override void Eval()
    {
        Tensor[] outputs = _outputs;
        int[] runs = Memory.Int32;
        int at = 0;
        for (int k = 0; k < outputs.Length; k++)
        {
            int run = runs[_runs + k];
            BlockCopy.Copy(_input, at, 0, _inputStep, outputs[k], 0, 0, run, 1, _outer, run);
            at += run;
        }
    }

    /// <summary>Sets the outputs, each of which is a piece of the axis. The caller has checked their shapes.</summary>
    protected void Cut(PrepareContext context, Tensor input, int axis)
    {
        int count = context.OutputCount;
        _input = input;
        _outer = input.CountOf(0, axis);
        _inputStep = input.CountOf(axis, input.Rank);
        _outputs = new Tensor[count];
        _runs = context.Persistent(TensorType.Int32, count);
        for (int k = 0; k < count; k++)
        {
            _outputs[k] = context.Output(k);
            context.RequireSameType(_outputs[k], input);
            Memory.Int32[_runs + k] = _outputs[k].ElementCount / _outer;
        }
    }
}
