// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// BIDIRECTIONAL_SEQUENCE_LSTM: one <see cref="LstmFloat"/> runs over the sequence from its start, another from its end. If merge_outputs
/// is set, their hidden states are concatenated in one output; else there are two outputs.
/// </summary>
/// <supports>float32; no peepholes, no projection, no auxiliary input; activation TANH</supports>
public sealed class BidirectionalSequenceLstmFloat : Kernel
{
    private LstmFloat _forward;
    private LstmFloat _backward;
    private Tensor _forwardOutput;
    private Tensor _backwardOutput;
    private int _backwardColumn;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(39, 48);
        OptionsView options = context.Options(BuiltinOptionsType.BidirectionalSequenceLstm);
        int activation = options.SByte(BidirectionalSequenceLstmOptions.FusedActivationFunction);
        float clip = options.Single(BidirectionalSequenceLstmOptions.CellClip);
        bool isMerged = options.Bool(BidirectionalSequenceLstmOptions.MergeOutputs);
        bool isTimeMajor = options.Bool(BidirectionalSequenceLstmOptions.TimeMajor);
        if (activation != 4)
        {
            throw context.Error(ErrorCode.OptionUnsupported, null, 4, activation);
        }

        for (int i = 9; i < context.InputCount; i++)
        {
            bool isOptional = (i >= 9 && i <= 11) || i == 16 || i == 17 || (i >= 26 && i <= 28) || i == 33 || i == 34 || i >= 39;
            if (isOptional && context.HasInput(i))
            {
                throw context.Error(ErrorCode.OptionUnsupported, context.RawInput(i), OperatorView.Absent, i);
            }
        }

        context.RequireOutputs(isMerged ? 1 : 2);
        Tensor input = context.Input(0);
        Tensor forwardBias = context.Input(12);
        Tensor backwardBias = context.Input(29);
        int forwardUnits = forwardBias.ElementCount;
        int backwardUnits = backwardBias.ElementCount;
        _forwardOutput = RequireOutput(context, input, 0, isMerged ? forwardUnits + backwardUnits : forwardUnits);
        _backwardOutput = isMerged ? _forwardOutput : RequireOutput(context, input, 1, backwardUnits);
        _backwardColumn = isMerged ? forwardUnits : 0;
        _forward = new LstmFloat(context, 1, 5, 12, 35, forwardUnits, clip, isTimeMajor);
        _backward = new LstmFloat(context, 18, 22, 29, 37, backwardUnits, clip, isTimeMajor);
    }

    /// <inheritdoc/>
    public override void PackWeights(SpareMemory spare)
    {
        _forward.PackWeights(spare);
        _backward.PackWeights(spare);
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        _forward.Run(_forwardOutput, 0, false);
        _backward.Run(_backwardOutput, _backwardColumn, true);
    }

    private static Tensor RequireOutput(PrepareContext context, Tensor input, int index, int width)
    {
        Tensor output = context.Output(index);
        context.RequireRank(input, 3, 3);
        context.RequireRank(output, 3, 3);
        context.RequireSameType(output, input);
        context.RequireDimension(output, 0, input.Shape[0]);
        context.RequireDimension(output, 1, input.Shape[1]);
        context.RequireDimension(output, 2, width);
        return output;
    }
}

/// <content>Registers <see cref="BidirectionalSequenceLstmFloat"/>.</content>
public static partial class FloatKernels
{
    /// <summary>Adds BIDIRECTIONAL_SEQUENCE_LSTM for float32.</summary>
    public static OpResolver AddBidirectionalSequenceLstmFloat(this OpResolver resolver)
    {
        return resolver.Add(
            BuiltinOperator.BidirectionalSequenceLstm, TypeSet.Float32, 3, static () => new BidirectionalSequenceLstmFloat());
    }
}
