// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// UNIDIRECTIONAL_SEQUENCE_RNN. h = activation(W · in[t] + d + R · h); out[t] = h. The hidden state h is a variable tensor, which keeps
/// its value from one Invoke to the next.
/// </summary>
/// <supports>float32; activations NONE, RELU, RELU_N1_TO_1, RELU6 and TANH</supports>
public sealed class UnidirectionalSequenceRnnFloat : Kernel
{
    private const int TanhActivation = 4;

    private Tensor _input;
    private FloatWeights _weights;
    private FloatWeights _recurrent;
    private FloatWeights _bias;
    private Tensor _hidden;
    private Tensor _output;
    private int _next;
    private bool _isTimeMajor;
    private bool _isTanh;
    private float _min;
    private float _max;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(5, 5);
        context.RequireOutputs(1);
        _input = context.Input(0);
        _weights = FloatWeights.Of(context, 1);
        _recurrent = FloatWeights.Of(context, 2);
        _bias = FloatWeights.Of(context, 3);
        _hidden = context.VariableInput(4);
        _output = context.Output(0);
        context.RequireType(_input, TypeSet.Float32);
        context.RequireSameType(_hidden, _input);
        context.RequireSameType(_output, _input);
        context.RequireRank(_input, 3, 3);
        context.RequireRank(_output, 3, 3);
        context.RequireRank(_weights.Tensor, 2, 2);
        context.RequireRank(_recurrent.Tensor, 2, 2);
        OptionsView options = context.Options(BuiltinOptionsType.SequenceRnn);
        _isTimeMajor = options.Bool(SequenceRnnOptions.TimeMajor);
        int activation = options.SByte(SequenceRnnOptions.FusedActivationFunction);
        _isTanh = activation == TanhActivation;
        ActivationRange.Real(context, _isTanh ? ActivationRange.None : activation, _output, out _min, out _max);

        int units = _output.Shape[2];
        context.RequireDimension(_output, 0, _input.Shape[0]);
        context.RequireDimension(_output, 1, _input.Shape[1]);
        context.RequireDimension(_weights.Tensor, 0, units);
        context.RequireDimension(_weights.Tensor, 1, _input.Shape[2]);
        context.RequireDimension(_recurrent.Tensor, 0, units);
        context.RequireDimension(_recurrent.Tensor, 1, units);
        context.RequireElementCount(_bias.Tensor, units);
        context.RequireElementCount(_hidden, _input.Shape[_isTimeMajor ? 1 : 0] * units);
        _next = context.Scratch(TensorType.Float32, units);
    }

    /// <inheritdoc/>
    public override void PackWeights(SpareMemory spare)
    {
        FloatWeights.Pack(spare, _weights, _recurrent, _bias);
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        int batches = _input.Shape[_isTimeMajor ? 1 : 0];
        int steps = _input.Shape[_isTimeMajor ? 0 : 1];
        int depth = _input.Shape[2];
        int units = _output.Shape[2];
        for (int b = 0; b < batches; b++)
        {
            int hidden = _hidden.Offset + b * units;
            for (int t = 0; t < steps; t++)
            {
                int row = _isTimeMajor ? t * batches + b : b * steps + t;
                Step(_input.Offset + row * depth, hidden, depth, units);
                Array.Copy(Memory.Scratch.Float32, _next, _hidden.Float32, hidden, units);
                Array.Copy(Memory.Scratch.Float32, _next, _output.Float32, _output.Offset + row * units, units);
            }
        }
    }

    private void Step(int row, int hidden, int depth, int units)
    {
        float[] input = _input.Float32;
        float[] weights = _weights.Data;
        float[] recurrent = _recurrent.Data;
        float[] state = _hidden.Float32;
        float[] next = Memory.Scratch.Float32;
        float min = _min;
        float max = _max;
        int w = _weights.Offset;
        int v = _recurrent.Offset;
        for (int u = 0; u < units; u++)
        {
            float sum = _bias.Read(u);
            if (weights == null || recurrent == null)
            {
                sum = _weights.AddProducts(sum, input, row, row + depth, u * depth);
                sum = _recurrent.AddProducts(sum, state, hidden, hidden + units, u * units);
            }
            else
            {
                for (int p = row; p < row + depth; p++, w++)
                {
                    sum += input[p] * weights[w];
                }

                for (int p = hidden; p < hidden + units; p++, v++)
                {
                    sum += state[p] * recurrent[v];
                }
            }

            next[_next + u] = _isTanh ? FloatMath.Tanh(sum) : sum < min ? min : sum > max ? max : sum;
        }
    }
}

/// <content>Registers <see cref="UnidirectionalSequenceRnnFloat"/>.</content>
public static partial class FloatKernels
{
    /// <summary>Adds UNIDIRECTIONAL_SEQUENCE_RNN for float32.</summary>
    public static OpResolver AddUnidirectionalSequenceRnnFloat(this OpResolver resolver)
    {
        return resolver.Add(
            BuiltinOperator.UnidirectionalSequenceRnn, TypeSet.Float32, 3, static () => new UnidirectionalSequenceRnnFloat());
    }
}
