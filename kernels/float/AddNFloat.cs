// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>ADD_N. out[i] = in0[i] + in1[i] + ..., added in the order of the inputs.</summary>
/// <supports>float32; any number of inputs of one shape</supports>
public sealed class AddNFloat : Kernel
{
    private Tensor[] _inputs;
    private Tensor _output;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(2, int.MaxValue);
        context.RequireOutputs(1);
        _inputs = new Tensor[context.InputCount];
        _output = context.Output(0);
        context.RequireType(_output, TypeSet.Float32);
        for (int k = 0; k < _inputs.Length; k++)
        {
            _inputs[k] = context.Input(k);
            context.RequireSameType(_inputs[k], _output);
            context.RequireSameShape(_inputs[k], _output);
        }
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        float[] sum = _inputs[0].Float32;
        int s = _inputs[0].Offset;
        float[] output = _output.Float32;
        for (int k = 1; k < _inputs.Length; k++)
        {
            float[] input = _inputs[k].Float32;
            int p = _inputs[k].Offset;
            int to = _output.Offset;
            for (int end = to + _output.ElementCount; to < end; to++, s++, p++)
            {
                output[to] = sum[s] + input[p];
            }

            sum = output;
            s = _output.Offset;
        }
    }
}

/// <content>Registers <see cref="AddNFloat"/>.</content>
public static partial class FloatKernels
{
    /// <summary>Adds ADD_N for float32.</summary>
    public static OpResolver AddAddNFloat(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.AddN, TypeSet.Float32, 2, static () => new AddNFloat());
    }
}
