// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// UNIDIRECTIONAL_SEQUENCE_LSTM. For each step t of a sequence, with gate(W, R, d) = W · in[t] + d + R · h:
/// i, f, o = logistic(gate), g = tanh(gate); c = clip(f · c + i · g); h = o · tanh(c); out[t] = h. Cell c and hidden state h are variable
/// tensors and outlast the sequence.
/// </summary>
[KernelRemarks("float32; no peepholes, no projection, no layer normalisation; activation TANH")]
public sealed class UnidirectionalSequenceLstmFloat : Kernel
{
    private const int InputGate = 0;
    private const int ForgetGate = 1;
    private const int CellGate = 2;
    private const int OutputGate = 3;
    private readonly Tensor[] _weights = new Tensor[4];
    private readonly Tensor[] _recurrent = new Tensor[4];
    private readonly Tensor[] _biases = new Tensor[4];
    private Tensor _input;
    private Tensor _hidden;
    private Tensor _cell;
    private Tensor _output;
    private Tensor _gates;
    private float _clip;
    private bool _isTimeMajor;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(20, 24);
        context.RequireOutputs(1);
        _input = context.Input(0);
        _hidden = context.VariableInput(18);
        _cell = context.VariableInput(19);
        _output = context.Output(0);
        context.RequireType(_input, TypeSet.Float32);
        context.RequireSameType(_hidden, _input);
        context.RequireSameType(_cell, _input);
        context.RequireSameType(_output, _input);
        context.RequireRank(_input, 3, 3);
        context.RequireRank(_output, 3, 3);
        OptionsView options = context.Options(BuiltinOptionsType.UnidirectionalSequenceLstm);
        int activation = options.SByte(0, 0);
        _clip = options.Single(1, 0f);
        _isTimeMajor = options.Bool(3, false);
        if (activation != 4 || options.Bool(5, false))
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

        int units = _output.Shape[2];
        for (int g = 0; g < 4; g++)
        {
            _weights[g] = RequireMatrix(context, context.Input(1 + g), units, _input.Shape[2]);
            _recurrent[g] = RequireMatrix(context, context.Input(5 + g), units, units);
            _biases[g] = context.Input(12 + g);
            context.RequireSameType(_biases[g], _input);
            context.RequireElementCount(_biases[g], units);
        }

        int batches = _input.Shape[_isTimeMajor ? 1 : 0];
        context.RequireDimension(_output, 0, _input.Shape[0]);
        context.RequireDimension(_output, 1, _input.Shape[1]);
        context.RequireElementCount(_hidden, batches * units);
        context.RequireElementCount(_cell, batches * units);
        _gates = context.Scratch(TensorType.Float32, 4 * units);
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
            int cell = _cell.Offset + b * units;
            for (int t = 0; t < steps; t++)
            {
                int row = _isTimeMajor ? t * batches + b : b * steps + t;
                for (int g = 0; g < 4; g++)
                {
                    EvalGate(g, _input.Offset + row * depth, hidden, units);
                }

                Update(hidden, cell, units);
                Array.Copy(_hidden.Float32, hidden, _output.Float32, _output.Offset + row * units, units);
            }
        }
    }

    private static Tensor RequireMatrix(PrepareContext context, Tensor tensor, int rows, int columns)
    {
        context.RequireType(tensor, TypeSet.Float32);
        context.RequireRank(tensor, 2, 2);
        context.RequireDimension(tensor, 0, rows);
        context.RequireDimension(tensor, 1, columns);
        return tensor;
    }

    private void EvalGate(int gate, int row, int hidden, int units)
    {
        float[] input = _input.Float32;
        float[] weights = _weights[gate].Float32;
        float[] recurrent = _recurrent[gate].Float32;
        float[] state = _hidden.Float32;
        float[] bias = _biases[gate].Float32;
        float[] gates = _gates.Float32;
        int biasAt = _biases[gate].Offset;
        int w = _weights[gate].Offset;
        int v = _recurrent[gate].Offset;
        int rowEnd = row + _input.Shape[2];
        int hiddenEnd = hidden + units;
        int at = _gates.Offset + gate * units;
        for (int u = 0; u < units; u++)
        {
            float sum = 0f;
            for (int p = row; p < rowEnd; p++, w++)
            {
                sum += input[p] * weights[w];
            }

            sum += bias[biasAt + u];
            float again = 0f;
            for (int p = hidden; p < hiddenEnd; p++, v++)
            {
                again += state[p] * recurrent[v];
            }

            sum += again;
            gates[at + u] = gate == CellGate ? FloatMath.Tanh(sum) : FloatMath.Logistic(sum);
        }
    }

    private void Update(int hidden, int cell, int units)
    {
        float[] gates = _gates.Float32;
        float[] state = _hidden.Float32;
        float[] cells = _cell.Float32;
        float clip = _clip;
        int inputGate = _gates.Offset + InputGate * units;
        int forgetGate = _gates.Offset + ForgetGate * units;
        int cellGate = _gates.Offset + CellGate * units;
        int outputGate = _gates.Offset + OutputGate * units;
        for (int u = 0; u < units; u++)
        {
            float value = gates[forgetGate + u] * cells[cell + u] + gates[inputGate + u] * gates[cellGate + u];
            if (clip > 0f)
            {
                value = value > clip ? clip : value < -clip ? -clip : value;
            }

            cells[cell + u] = value;
            state[hidden + u] = gates[outputGate + u] * FloatMath.Tanh(value);
        }
    }
}

/// <content>Registers <see cref="UnidirectionalSequenceLstmFloat"/>.</content>
public static partial class FloatKernels
{
    /// <summary>Adds UNIDIRECTIONAL_SEQUENCE_LSTM for float32.</summary>
    public static OpResolver AddUnidirectionalSequenceLstmFloat(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.UnidirectionalSequenceLstm, TypeSet.Float32, 5, static () => new UnidirectionalSequenceLstmFloat());
    }
}
