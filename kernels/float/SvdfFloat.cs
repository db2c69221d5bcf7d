// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// SVDF. The state of each filter f is the row of its last features. In each step the row moves by one place, and Σ_c in[b, c] ·
/// feature[f, c] is stored at its end. out[b, u] = activation(bias[u] + Σ_{f of u} Σ_t state[b, f, t] · time[f, t]), where a unit u has
/// rank filters.
/// </summary>
/// <supports>float32; activations NONE, RELU, RELU_N1_TO_1, RELU6, TANH</supports>
public sealed class SvdfFloat : Kernel
{
    private Tensor _input;
    private FloatWeights _feature;
    private FloatWeights _time;
    private FloatWeights _bias;
    private Tensor _state;
    private Tensor _output;
    private bool _isTanh;
    private float _low;
    private float _high;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(5, 5);
        context.RequireOutputs(1);
        _input = context.Input(0);
        _feature = FloatWeights.Of(context, 1);
        _time = FloatWeights.Of(context, 2);
        _bias = FloatWeights.Optional(context, 3);
        _state = context.VariableInput(4);
        _output = context.Output(0);
        context.RequireType(_input, TypeSet.Float32);
        context.RequireSameType(_state, _input);
        context.RequireSameType(_output, _input);
        context.RequireRank(_input, 2, 2);
        context.RequireRank(_feature.Tensor, 2, 2);
        context.RequireRank(_time.Tensor, 2, 2);
        context.RequireRank(_state, 2, 2);
        context.RequireRank(_output, 2, 2);
        OptionsView options = context.Options(BuiltinOptionsType.Svdf);
        int rank = options.Int32(SvdfOptions.Rank);
        int filters = _feature.Dimension(0);
        if (rank < 1)
        {
            throw context.Error(ErrorCode.OptionInvalid, null, 1, rank);
        }

        int units = filters / rank;
        context.RequireDimension(_feature.Tensor, 0, units * rank);
        context.RequireDimension(_feature.Tensor, 1, _input.Shape[1]);
        context.RequireDimension(_time.Tensor, 0, filters);
        context.RequireDimension(_state, 0, _input.Shape[0]);
        context.RequireDimension(_state, 1, filters * _time.Dimension(1));
        context.RequireDimension(_output, 0, _input.Shape[0]);
        context.RequireDimension(_output, 1, units);
        if (_bias != null)
        {
            context.RequireElementCount(_bias.Tensor, units);
        }

        int activation = options.SByte(SvdfOptions.FusedActivationFunction);
        _isTanh = activation == 4;
        ActivationRange.Real(context, _isTanh ? ActivationRange.None : activation, _output, out _low, out _high);
        if (activation == ActivationRange.None)
        {
            // The reference does not clamp without an activation.
            _low = float.NegativeInfinity;
            _high = float.PositiveInfinity;
        }
    }

    /// <inheritdoc/>
    public override void PackWeights(SpareMemory spare)
    {
        FloatWeights.Pack(spare, _feature, _time, _bias);
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        float[] state = _state.Float32;
        float[] input = _input.Float32;
        float[] feature = _feature.Data;
        int count = _state.ElementCount;
        int memory = _time.Dimension(1);
        int depth = _input.Shape[1];
        Array.Copy(state, _state.Offset + 1, state, _state.Offset, count - 1);
        int at = _state.Offset + memory - 1;
        for (int b = 0; b < _input.Shape[0]; b++)
        {
            int row = _input.Offset + b * depth;
            int w = _feature.Offset;
            for (int f = _feature.Dimension(0); f > 0; f--)
            {
                float sum = 0f;
                int p = row;
                if (feature == null)
                {
                    sum = _feature.AddProducts(sum, input, row, row + depth, w);
                    p += depth;
                    w += depth;
                }

                for (int end = row + depth; p < end; p++, w++)
                {
                    sum += input[p] * feature[w];
                }

                state[at] = sum;
                at += memory;
            }
        }

        EvalTime(state, memory);
    }

    private void EvalTime(float[] state, int memory)
    {
        float[] time = _time.Data;
        float[] output = _output.Float32;
        int units = _output.Shape[1];
        int rank = _feature.Dimension(0) / units;
        int p = _state.Offset;
        int at = _output.Offset;
        for (int b = 0; b < _input.Shape[0]; b++)
        {
            int w = _time.Offset;
            for (int u = 0; u < units; u++)
            {
                float total = _bias == null ? 0f : _bias.Read(u);
                for (int r = 0; r < rank; r++)
                {
                    float sum = 0f;
                    int end = p + memory;
                    if (time == null)
                    {
                        sum = _time.AddProducts(sum, state, p, end, w);
                        p = end;
                        w += memory;
                    }

                    for (; p < end; p++, w++)
                    {
                        sum += state[p] * time[w];
                    }

                    total += sum;
                }

                output[at++] = _isTanh ? (float)Math.Tanh(total) : total < _low ? _low : total > _high ? _high : total;
            }
        }
    }
}

/// <content>Registers <see cref="SvdfFloat"/>.</content>
public static partial class FloatKernels
{
    /// <summary>Adds SVDF for float32.</summary>
    public static OpResolver AddSvdfFloat(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Svdf, TypeSet.Float32, 5, static () => new SvdfFloat());
    }
}
