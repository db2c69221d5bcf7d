// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// SVDF. A filter r keeps its last M features: s[b, r, M − 1] = clamp(zs + requantise(Σ_c (in[b, c] − zi) · wf[r, c])), and older
/// features move down by one place. out[b, u] = clamp(zo + requantise(bias[u] + Σ_{r in u} Σ_m (s[b, r, m] − zs) · wt[r, m])), where a
/// unit u has rank filters. Sums have 32 bits. They cannot overflow with fewer than 65,000 inputs, and for an int8 state with rank · M
/// below 2^16. An int16 state wraps like the reference, in the worst case from rank · M = 2.
/// </summary>
/// <supports>
/// int8 with int8 feature weights and int32 bias; state and time weights both int8 or both int16; no fused activation but RELU, which the
/// output's range expresses
/// </supports>
public sealed class Svdf : Kernel
{
    private Tensor _input;
    private Tensor _bias;
    private Tensor _state;
    private Tensor _output;
    private FilterBytes _features;
    private FilterBytes _time8;
    private Tensor _time16;
    private int _memory;
    private int _rank;
    private int _featureMultiplier;
    private int _featureShift;
    private int _outputMultiplier;
    private int _outputShift;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(5, 5);
        context.RequireOutputs(1);
        _input = context.Input(0);
        Tensor features = context.RawInput(1);
        Tensor timeWeights = context.RawInput(2);
        _bias = context.HasInput(3) ? context.RawInput(3) : null;
        _state = context.VariableInput(4);
        _output = context.Output(0);
        CheckTypes(context, features, timeWeights);

        OptionsView options = context.Options(BuiltinOptionsType.Svdf);
        _rank = options.Int32(SvdfOptions.Rank);
        int activation = options.SByte(SvdfOptions.FusedActivationFunction);
        if (activation != ActivationRange.None && activation != ActivationRange.Relu)
        {
            throw context.Error(ErrorCode.OptionUnsupported, null, ActivationRange.Relu, activation);
        }

        int filters = features.Shape[0];
        if (_rank <= 0 || filters % _rank != 0)
        {
            throw context.Error(ErrorCode.OptionInvalid, features, filters, _rank);
        }

        int batches = _input.Shape[0];
        context.RequireDimension(features, 1, _input.Shape[1]);
        context.RequireDimension(timeWeights, 0, filters);
        _memory = timeWeights.Shape[1];
        context.RequireDimension(_state, 0, batches);
        context.RequireDimension(_state, 1, filters * timeWeights.Shape[1]);
        context.RequireDimension(_output, 0, batches);
        context.RequireDimension(_output, 1, filters / _rank);
        if (_bias != null)
        {
            context.RequireElementCount(_bias, filters / _rank);
        }

        // Products and quotients of scales are rounded to single precision, as in the reference.
        float product = _input.Scale * features.Scale;
        float featureScale = product / _state.Scale;
        product = _state.Scale * timeWeights.Scale;
        float outputScale = product / _output.Scale;
        _featureMultiplier = QuantizedMultiplier.FromReal(featureScale, out _featureShift);
        _outputMultiplier = QuantizedMultiplier.FromReal(outputScale, out _outputShift);
        _features = new FilterBytes(context, features);
        if (timeWeights.Type == TensorType.Int8)
        {
            _time8 = new FilterBytes(context, timeWeights);
        }
        else
        {
            _time16 = context.Input(2);
        }
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        if (_features.IsComputed)
        {
            _features.Refresh();
        }

        if (_time8 != null && _time8.IsComputed)
        {
            _time8.Refresh();
        }

        // One copy moves all rows. The element that crosses from the front of a row to the end of the one before is overwritten at once.
        Array state = _state.Data;
        Array.Copy(state, _state.Offset + 1, state, _state.Offset, _state.ElementCount - 1);
        EvalFeatures();
        EvalOutputs();
    }

    private void CheckTypes(PrepareContext context, Tensor features, Tensor timeWeights)
    {
        context.RequireType(_input, TypeSet.Int8);
        context.RequireSameType(_output, _input);
        context.RequireType(features, TypeSet.Int8);
        context.RequireType(timeWeights, TypeSet.Int8 | TypeSet.Int16);
        context.RequireSameType(_state, timeWeights);
        context.RequireRank(_input, 2, 2);
        context.RequireRank(features, 2, 2);
        context.RequireRank(timeWeights, 2, 2);
        context.RequireRank(_state, 2, 2);
        context.RequireRank(_output, 2, 2);
        context.RequireQuantized(_input);
        context.RequireQuantized(features);
        context.RequireQuantized(timeWeights);
        context.RequireQuantized(_state);
        context.RequireQuantized(_output);
        context.RequireZeroPoint(features, 0);
        context.RequireZeroPoint(timeWeights, 0);
        if (_bias != null)
        {
            context.RequireType(_bias, TypeSet.Int32);
        }
    }

    private void EvalFeatures()
    {
        sbyte[] input = _input.Int8;
        byte[] weights = _features.Data;
        sbyte[] state8 = _state.Int8;
        short[] state16 = _state.Int16;
        int columns = _input.Shape[1];
        int filters = _output.Shape[1] * _rank;
        int memory = _memory;
        int zeroPoint = _input.ZeroPoint;
        int stateZeroPoint = _state.ZeroPoint;
        int multiplier = _featureMultiplier;
        int shift = _featureShift;
        int min = state8 != null ? sbyte.MinValue : short.MinValue;
        int max = -min - 1;
        int at = _state.Offset + memory - 1;
        for (int b = 0; b < _input.Shape[0]; b++)
        {
            int start = _input.Offset + b * columns;
            int w = _features.Offset;
            for (int r = 0; r < filters; r++)
            {
                int sum = 0;
                for (int p = start; p < start + columns; p++, w++)
                {
                    sum += (input[p] - zeroPoint) * (sbyte)weights[w];
                }

                int value = FixedPoint.Multiply(sum, multiplier, shift) + stateZeroPoint;
                value = value < min ? min : value > max ? max : value;
                if (state8 != null)
                {
                    state8[at] = (sbyte)value;
                }
                else
                {
                    state16[at] = (short)value;
                }

                at += memory;
            }
        }
    }

    private void EvalOutputs()
    {
        sbyte[] output = _output.Int8;
        sbyte[] state8 = _state.Int8;
        short[] state16 = _state.Int16;
        byte[] weights8 = _time8 == null ? null : _time8.Data;
        short[] weights16 = _time16 == null ? null : _time16.Int16;
        int firstWeight = _time8 == null ? _time16.Offset : _time8.Offset;
        int[] bias = _bias == null ? null : _bias.Int32;
        int biasOffset = _bias == null ? 0 : _bias.Offset;
        int constantBias = ConstantBias.PlaceOf(_bias);
        byte[] model = constantBias < 0 ? null : _bias.ConstantBytes;
        int taps = _rank * _memory;
        int stateZeroPoint = _state.ZeroPoint;
        int multiplier = _outputMultiplier;
        int shift = _outputShift;
        int zeroPoint = _output.ZeroPoint;
        int units = _output.Shape[1];
        int s = _state.Offset;
        int at = _output.Offset;
        for (int b = 0; b < _output.Shape[0]; b++)
        {
            int w = firstWeight;
            for (int u = 0; u < units; u++)
            {
                // The filters of a unit and their features are contiguous, in the state as in the weights.
                int sum = bias == null ? ConstantBias.Read(model, constantBias, u) : bias[biasOffset + u];
                int end = s + taps;
                if (state8 != null)
                {
                    for (int end4 = end - 3; s < end4; s += 4, w += 4)
                    {
                        sum += (state8[s] - stateZeroPoint) * (sbyte)weights8[w]
                            + (state8[s + 1] - stateZeroPoint) * (sbyte)weights8[w + 1]
                            + (state8[s + 2] - stateZeroPoint) * (sbyte)weights8[w + 2]
                            + (state8[s + 3] - stateZeroPoint) * (sbyte)weights8[w + 3];
                    }

                    for (; s < end; s++, w++)
                    {
                        sum += (state8[s] - stateZeroPoint) * (sbyte)weights8[w];
                    }
                }
                else
                {
                    for (; s < end; s++, w++)
                    {
                        sum += (state16[s] - stateZeroPoint) * weights16[w];
                    }
                }

                int value = FixedPoint.Multiply(sum, multiplier, shift) + zeroPoint;
                output[at++] = (sbyte)(value < -128 ? -128 : value > 127 ? 127 : value);
            }
        }
    }
}

/// <content>SVDF.</content>
public static partial class SequenceKernels
{
    /// <summary>SVDF for int8.</summary>
    public static OpResolver AddSvdf(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Svdf, TypeSet.Int8, 4, static () => new Svdf());
    }
}
