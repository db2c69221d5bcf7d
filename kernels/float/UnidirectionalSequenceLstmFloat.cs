// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// UNIDIRECTIONAL_SEQUENCE_LSTM: out[t] = h after step t of <see cref="LstmFloat"/>.
/// </summary>
/// <supports>float32; no peepholes, no projection, no layer normalisation; activation TANH</supports>
public sealed class UnidirectionalSequenceLstmFloat : Kernel
{
    private LstmFloat _lstm;
    private Tensor _output;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(20, 24);
        context.RequireOutputs(1);
        Tensor input = context.Input(0);
        _output = context.Output(0);
        context.RequireType(input, TypeSet.Float32);
        context.RequireSameType(_output, input);
        context.RequireRank(input, 3, 3);
        context.RequireRank(_output, 3, 3);
        OptionsView options = context.Options(BuiltinOptionsType.UnidirectionalSequenceLstm);
        int activation = options.SByte(UnidirectionalSequenceLstmOptions.FusedActivationFunction);
        float clip = options.Single(UnidirectionalSequenceLstmOptions.CellClip);
        bool isTimeMajor = options.Bool(UnidirectionalSequenceLstmOptions.TimeMajor);
        if (activation != 4 || options.Bool(UnidirectionalSequenceLstmOptions.DiagonalRecurrentTensors))
        {
            throw context.Error(ErrorCode.OptionUnsupported, null, 4, activation);
        }

        for (int i = 9; i < context.InputCount; i++)
        {
            if ((i < 12 || i == 16 || i == 17 || i >= 20) && context.HasInput(i))
            {
                throw context.Error(ErrorCode.OptionUnsupported, context.RawInput(i), OperatorView.Absent, i);
            }
        }

        context.RequireDimension(_output, 0, input.Shape[0]);
        context.RequireDimension(_output, 1, input.Shape[1]);
        _lstm = new LstmFloat(context, 1, 5, 12, 18, _output.Shape[2], clip, isTimeMajor);
    }

    /// <inheritdoc/>
    public override void PackWeights(SpareMemory spare)
    {
        _lstm.PackWeights(spare);
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        _lstm.Run(_output, 0, false);
    }
}

/// <content>Registers <see cref="UnidirectionalSequenceLstmFloat"/>.</content>
public static partial class FloatKernels
{
    /// <summary>Adds UNIDIRECTIONAL_SEQUENCE_LSTM for float32.</summary>
    public static OpResolver AddUnidirectionalSequenceLstmFloat(this OpResolver resolver)
    {
        return resolver.Add(
            BuiltinOperator.UnidirectionalSequenceLstm, TypeSet.Float32, 5, static () => new UnidirectionalSequenceLstmFloat());
    }
}
