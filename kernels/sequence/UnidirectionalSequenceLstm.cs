// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// UNIDIRECTIONAL_SEQUENCE_LSTM. For each step t of a sequence, with gate(W, R, d) = W · (in[t] − zi) + d + R · (h − zh):
/// i, f, o = sigmoid(gate), g = tanh(gate); c = clip(f · c + i · g); h = zh + o · tanh(c); out[t] = h. Gates are Q3.12 before the
/// nonlinearity and Q0.15 after it, and c is int16; the sums of both saturate. The cell state c and the hidden state h are variable
/// tensors, which keep their values from one Invoke to the next.
/// </summary>
/// <supports>
/// int8 with int32 biases, int16 with int64 biases; int8 weights per tensor, with int16 also int16 ones; int16 cell; no peepholes,
/// projection or layer normalisation; activation TANH
/// </supports>
public sealed class UnidirectionalSequenceLstm : Kernel
{
    private const int InputGate = 0;
    private const int ForgetGate = 1;
    private const int CellGate = 2;
    private const int OutputGate = 3;
    private const int TanhActivation = 4;
    private const float GateScale = 1f / (1 << 12);
    private const float UnitScale = 1f / (1 << 15);

    private readonly GateProduct[] _input2Gate = new GateProduct[4];
    private readonly GateProduct[] _hidden2Gate = new GateProduct[4];
    private int[] _sigmoid;
    private Tensor _input;
    private Tensor _hidden;
    private Tensor _cell;
    private Tensor _output;
    private int _gates;
    private bool _isTimeMajor;
    private int _units;
    private int _clip;
    private int _tanhMultiplier;
    private int _tanhShift;
    private int _forgetMultiplier;
    private int _forgetShift;
    private int _updateMultiplier;
    private int _updateShift;
    private int _hiddenMultiplier;
    private int _hiddenShift;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        _sigmoid = SigmoidTable.Values;
        context.RequireInputs(20, 24);
        context.RequireOutputs(1);
        _input = context.Input(0);
        _hidden = context.VariableInput(18);
        _cell = context.VariableInput(19);
        _output = context.Output(0);
        context.RequireType(_input, TypeSet.Int8 | TypeSet.Int16);
        context.RequireSameType(_hidden, _input);
        context.RequireSameType(_output, _input);
        context.RequireType(_cell, TypeSet.Int16);
        context.RequireRank(_input, 3, 3);
        context.RequireRank(_output, 3, 3);
        context.RequireQuantized(_input);
        context.RequireQuantized(_hidden);
        context.RequireQuantized(_cell);
        context.RequireZeroPoint(_cell, 0);
        RequireAbsent(context);

        OptionsView options = context.Options(BuiltinOptionsType.UnidirectionalSequenceLstm);
        int activation = options.SByte(UnidirectionalSequenceLstmOptions.FusedActivationFunction);
        float clip = options.Single(UnidirectionalSequenceLstmOptions.CellClip);
        _isTimeMajor = options.Bool(UnidirectionalSequenceLstmOptions.TimeMajor);
        if (activation != TanhActivation || options.Bool(UnidirectionalSequenceLstmOptions.DiagonalRecurrentTensors))
        {
            throw context.Error(ErrorCode.OptionUnsupported, null, TanhActivation, activation);
        }

        if (!(clip >= 0f))
        {
            throw context.Error(ErrorCode.OptionInvalid, null, 0, -1);
        }

        _units = _output.Shape[2];
        int batches = _input.Shape[_isTimeMajor ? 1 : 0];
        context.RequireDimension(_output, 0, _input.Shape[0]);
        context.RequireDimension(_output, 1, _input.Shape[1]);
        context.RequireElementCount(_hidden, batches * _units);
        context.RequireElementCount(_cell, batches * _units);
        for (int g = 0; g < 4; g++)
        {
            _input2Gate[g] = new GateProduct(
                context, _input, context.RawInput(1 + g), context.RawInput(12 + g), _units, _input.Shape[2], GateScale);
            _hidden2Gate[g] = new GateProduct(context, _hidden, context.RawInput(5 + g), null, _units, _units, GateScale);
        }

        double quotient = (double)clip / _cell.Scale;
        _clip = quotient >= short.MaxValue ? short.MaxValue : (int)quotient;
        _clip = clip == 0f ? short.MaxValue + 1 : _clip;
        _forgetMultiplier = QuantizedMultiplier.FromReal((double)UnitScale * _cell.Scale / _cell.Scale, out _forgetShift);
        _updateMultiplier = QuantizedMultiplier.FromReal((double)UnitScale * UnitScale / _cell.Scale, out _updateShift);
        _hiddenMultiplier = QuantizedMultiplier.FromReal((double)UnitScale * UnitScale / _hidden.Scale, out _hiddenShift);
        PrepareTanh(context);
        _gates = context.Scratch(TensorType.Int16, 4 * _units);
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        for (int g = 0; g < 4; g++)
        {
            _input2Gate[g].Refresh();
            _hidden2Gate[g].Refresh();
        }

        int columns = _input.Shape[2];
        int steps = _input.Shape[_isTimeMajor ? 0 : 1];
        int batches = _input.Shape[_isTimeMajor ? 1 : 0];
        int units = _units;
        Array hidden = _hidden.Data;
        Array output = _output.Data;
        for (int b = 0; b < batches; b++)
        {
            int state = b * units;
            for (int t = 0; t < steps; t++)
            {
                int row = _isTimeMajor ? t * batches + b : b * steps + t;
                EvalGates(_input.Offset + row * columns, _hidden.Offset + state);
                UpdateCell(_cell.Offset + state);
                UpdateHidden(_cell.Offset + state, _hidden.Offset + state);
                Array.Copy(hidden, _hidden.Offset + state, output, _output.Offset + row * units, units);
            }
        }
    }

    private static void RequireAbsent(PrepareContext context)
    {
        for (int i = 9; i < context.InputCount; i++)
        {
            bool isAsked = (i >= 12 && i < 16) || i == 18 || i == 19;
            if (!isAsked && context.HasInput(i))
            {
                throw context.Error(ErrorCode.OptionUnsupported, context.RawInput(i), OperatorView.Absent, i);
            }
        }
    }

    /// <summary>For tanh, the cell's scale is rounded to the nearest power of two, as in the reference.</summary>
    private void PrepareTanh(PrepareContext context)
    {
        int bits = BitConverter.ToInt32(BitConverter.GetBytes(_cell.Scale), 0);
        int power = (bits >> 23) - 127;
        float rest = _cell.Scale;
        for (int i = power; i < 0; i++)
        {
            rest *= 2;
        }

        if (rest * rest > 2f)
        {
            power++;
        }

        // Q3.12 has the scale 2^-12. A larger scale shifts the product left, a smaller one right.
        int shift = 15 + power - 3;
        if (power >= 0 || shift > 13 || shift < -13)
        {
            throw context.Error(ErrorCode.QuantizationUnsupported, _cell, -12, power);
        }

        _tanhMultiplier = shift > 0 ? 3 << shift : 3;
        _tanhShift = shift < 0 ? -shift : 0;
    }

    private void EvalGates(int inputStart, int hiddenStart)
    {
        short[] gates = Memory.Scratch.Int16;
        int units = _units;
        int at = _gates;
        for (int g = 0; g < 4; g++)
        {
            if (_input.Type == TensorType.Int8)
            {
                _input2Gate[g].Multiply(_input.Int8, inputStart, gates, at, false);
                _hidden2Gate[g].Multiply(_hidden.Int8, hiddenStart, gates, at, true);
            }
            else
            {
                _input2Gate[g].Multiply(_input.Int16, inputStart, gates, at, false);
                _hidden2Gate[g].Multiply(_hidden.Int16, hiddenStart, gates, at, true);
            }

            if (g == CellGate)
            {
                SigmoidTable.Tanh(_sigmoid, gates, at, gates, at, units, 3, 0);
            }
            else
            {
                SigmoidTable.Sigmoid(_sigmoid, gates, at, units, 3);
            }

            at += units;
        }
    }

    /// <summary>c = clip(f · c + i · g).</summary>
    private void UpdateCell(int c)
    {
        short[] gates = Memory.Scratch.Int16;
        short[] cell = _cell.Int16;
        int units = _units;
        int input = _gates + InputGate * units;
        int forget = _gates + ForgetGate * units;
        int candidate = _gates + CellGate * units;
        int forgetMultiplier = _forgetMultiplier;
        int forgetShift = _forgetShift;
        int updateMultiplier = _updateMultiplier;
        int updateShift = _updateShift;
        int clip = _clip;
        for (int end = c + units; c < end; c++)
        {
            int kept = FixedPoint.Multiply(gates[forget++] * cell[c], forgetMultiplier, forgetShift);
            kept = kept < short.MinValue ? short.MinValue : kept > short.MaxValue ? short.MaxValue : kept;
            int added = FixedPoint.Multiply(gates[input++] * gates[candidate++], updateMultiplier, updateShift);
            added = added < short.MinValue ? short.MinValue : added > short.MaxValue ? short.MaxValue : added;
            int sum = kept + added;
            sum = sum < short.MinValue ? short.MinValue : sum > short.MaxValue ? short.MaxValue : sum;
            cell[c] = (short)(sum < -clip ? -clip : sum > clip ? clip : sum);
        }
    }

    /// <summary>h = zh + o · tanh(c). tanh(c) overwrites the candidate, which is no longer needed.</summary>
    private void UpdateHidden(int c, int h)
    {
        short[] gates = Memory.Scratch.Int16;
        int units = _units;
        int tanh = _gates + CellGate * units;
        int gate = _gates + OutputGate * units;
        SigmoidTable.Tanh(_sigmoid, _cell.Int16, c, gates, tanh, units, _tanhMultiplier, _tanhShift);
        sbyte[] hidden8 = _hidden.Int8;
        short[] hidden16 = _hidden.Int16;
        int min = hidden8 != null ? sbyte.MinValue : short.MinValue;
        int max = -min - 1;
        int multiplier = _hiddenMultiplier;
        int shift = _hiddenShift;
        int zeroPoint = _hidden.ZeroPoint;
        for (int end = h + units; h < end; h++)
        {
            int value = FixedPoint.Multiply(gates[gate++] * gates[tanh++], multiplier, shift) + zeroPoint;
            value = value < min ? min : value > max ? max : value;
            if (hidden8 != null)
            {
                hidden8[h] = (sbyte)value;
            }
            else
            {
                hidden16[h] = (short)value;
            }
        }
    }
}

/// <content>UNIDIRECTIONAL_SEQUENCE_LSTM.</content>
public static partial class SequenceKernels
{
    /// <summary>UNIDIRECTIONAL_SEQUENCE_LSTM for int8 and int16.</summary>
    public static OpResolver AddUnidirectionalSequenceLstm(this OpResolver resolver)
    {
        return resolver.Add(
            BuiltinOperator.UnidirectionalSequenceLstm, TypeSet.Int8 | TypeSet.Int16, 4, static () => new UnidirectionalSequenceLstm());
    }
}
