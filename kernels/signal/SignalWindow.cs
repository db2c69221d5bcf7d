// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Signal;

namespace TinyInterp.Kernels;

/// <summary>
/// SignalWindow. out[b, i] = clamp(floor(in[b, i] · w[i] / 2^shift)). The product of two int16 values fits int32.
/// </summary>
/// <supports>int16; frames as long as the weights; option shift</supports>
public sealed class SignalWindow : Kernel
{
    private Tensor _input;
    private ShortWeights _weights;
    private Tensor _output;
    private int _shift;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        SignalChecks.RequireCounts(context, 2, 1);
        _input = context.Input(0);
        _weights = new ShortWeights(context, 1);
        _output = context.Output(0);
        context.RequireType(_input, TypeSet.Int16);
        context.RequireSameType(_output, _input);
        context.RequireSameShape(_output, _input);
        SignalChecks.RequireElements(context, _weights.Tensor);
        if (_input.ElementCount % _weights.Count != 0)
        {
            throw context.Error(ErrorCode.ShapeMismatch, _input, _weights.Count, _input.ElementCount);
        }

        _shift = CustomOptions.InRange(context, CustomOptions.Of(context), "shift", 0, 31);
    }

    /// <inheritdoc/>
    public override void PackWeights(SpareMemory spare)
    {
        _weights.PackWeights(spare);
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        int size = _weights.Count;
        short[] weights = _weights.Data;
        for (int frame = 0; frame < _input.ElementCount; frame += size)
        {
            if (weights != null)
            {
                WindowFunction.Apply(
                    _input.Int16, _input.Offset + frame, weights, _weights.Offset, size, _shift, _output.Int16, _output.Offset + frame);
            }
            else
            {
                WindowFunction.Apply(
                    _input.Int16, _input.Offset + frame, _weights.Bytes, _weights.Start, size, _shift,
                    _output.Int16, _output.Offset + frame);
            }
        }
    }
}

/// <content>SignalWindow.</content>
public static partial class SignalKernels
{
    /// <summary>SignalWindow.</summary>
    public static OpResolver AddSignalWindow(this OpResolver resolver)
    {
        return resolver.AddCustom("SignalWindow", static () => new SignalWindow());
    }
}
