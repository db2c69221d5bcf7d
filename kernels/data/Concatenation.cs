// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// CONCATENATION. out[.., offset_k + i, ..] = in_k[.., i, ..] along the axis, where offset_k is the sum of the sizes of the inputs
/// before k.
/// Stored values are copied, so int8 and uint8 inputs must have the output's quantisation.
/// </summary>
/// <supports>any type; one quantisation for all 8-bit inputs and the output; no fused activation</supports>
public sealed class Concatenation : DataKernel
{
    private Tensor[] _inputs;
    private Tensor _output;
    private int _runs;
    private int _outer;
    private int _outputStep;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(1, int.MaxValue);
        context.RequireOutputs(1);
        _output = context.Output(0);
        context.RequireRank(_output, 1, int.MaxValue);
        OptionsView options = context.Options(BuiltinOptionsType.Concatenation);
        int axis = Axis(context, ErrorCode.OptionInvalid, _output, options.Int32(ConcatenationOptions.Axis), _output.Rank);
        if (options.SByte(ConcatenationOptions.FusedActivationFunction) != 0)
        {
            throw context.Error(ErrorCode.OptionUnsupported, _output, 0, options.SByte(ConcatenationOptions.FusedActivationFunction));
        }

        int count = context.InputCount;
        int inner = Step(_output, axis);
        int total = 0;
        _inputs = new Tensor[count];
        _runs = context.Persistent(TensorType.Int32, count);
        for (int k = 0; k < count; k++)
        {
            Tensor input = context.Input(k);
            context.RequireSameType(input, _output);
            RequireShapeExcept(context, input, _output, axis);
            if (_output.Type == TensorType.Int8 || _output.Type == TensorType.UInt8)
            {
                context.RequireSameQuantization(input, _output);
            }

            _inputs[k] = input;
            Memory.Int32[_runs + k] = input.Shape[axis] * inner;
            total += input.Shape[axis];
            if (total > _output.Shape[axis])
            {
                // Checked here, because the sum of many sizes may not fit 32 bits.
                throw context.Error(ErrorCode.ShapeMismatch, _output, total, _output.Shape[axis]);
            }
        }

        context.RequireDimension(_output, axis, total);
        _outer = _output.CountOf(0, axis);
        _outputStep = total * inner;
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        Tensor[] inputs = _inputs;
        int[] runs = Memory.Int32;
        int to = 0;
        for (int k = 0; k < inputs.Length; k++)
        {
            int run = runs[_runs + k];
            BlockCopy.Copy(inputs[k], 0, 0, run, _output, to, 0, _outputStep, 1, _outer, run);
            to += run;
        }
    }
}

/// <content>Registers <see cref="Concatenation"/>.</content>
public static partial class DataKernels
{
    /// <summary>Adds CONCATENATION for every type.</summary>
    public static OpResolver AddConcatenation(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Concatenation, TypeSet.Any, 5, static () => new Concatenation());
    }
}
