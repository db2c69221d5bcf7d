// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// One direction of a float32 LSTM over a sequence. With gate(W, R, d) = W · in[t] + d + R · h: i, f, o = logistic(gate), g = tanh(gate);
/// c = clip(f · c + i · g); h = o · tanh(c); out[t] = h. The cell c and the hidden state h are variable tensors, which keep their values
/// from one Invoke to the next.
/// </summary>
public sealed class LstmFloat
{
    private const int InputGate = 0;
    private const int ForgetGate = 1;
    private const int CellGate = 2;
    private const int OutputGate = 3;
    private readonly FloatWeights[] _weights = new FloatWeights[4];
    private readonly FloatWeights[] _recurrent = new FloatWeights[4];
    private readonly FloatWeights[] _biases = new FloatWeights[4];
    private readonly Tensor _input;
    private readonly Tensor _hidden;
    private readonly Tensor _cell;
    private readonly KernelMemory _memory;
    private readonly int _gates;
    private readonly float _clip;
    private readonly bool _isTimeMajor;
    private readonly int _units;

    /// <summary>
    /// Checks the tensors of one direction. Its weights, recurrent weights and biases are four consecutive inputs each: input, forget,
    /// cell and output gate.
    /// </summary>
    /// <param name="context">The node; its input 0 is the sequence.</param>
    /// <param name="firstWeight">Index of the first weight.</param>
    /// <param name="firstRecurrent">Index of the first recurrent weight.</param>
    /// <param name="firstBias">Index of the first bias.</param>
    /// <param name="hidden">Index of the hidden state; the cell's is the next.</param>
    /// <param name="units">Size of the hidden state.</param>
    /// <param name="clip">Limit of the cell's magnitude; 0 for none.</param>
    /// <param name="isTimeMajor">Whether the sequence has its steps before its batches.</param>
    public LstmFloat(
        PrepareContext context, int firstWeight, int firstRecurrent, int firstBias, int hidden, int units, float clip, bool isTimeMajor)
    {
        _input = context.Input(0);
        _hidden = context.VariableInput(hidden);
        _cell = context.VariableInput(hidden + 1);
        _units = units;
        _clip = clip;
        _isTimeMajor = isTimeMajor;
        context.RequireType(_input, TypeSet.Float32);
        context.RequireSameType(_hidden, _input);
        context.RequireSameType(_cell, _input);
        context.RequireRank(_input, 3, 3);
        for (int g = 0; g < 4; g++)
        {
            _weights[g] = RequireMatrix(context, firstWeight + g, units, _input.Shape[2]);
            _recurrent[g] = RequireMatrix(context, firstRecurrent + g, units, units);
            _biases[g] = FloatWeights.Of(context, firstBias + g);
            context.RequireElementCount(_biases[g].Tensor, units);
        }

        int batches = _input.Shape[isTimeMajor ? 1 : 0];
        context.RequireElementCount(_hidden, batches * units);
        context.RequireElementCount(_cell, batches * units);
        _memory = context.Memory;
        _gates = context.Scratch(TensorType.Float32, 4 * units);
    }

    /// <summary>Makes typed copies of weights where there is room for them, and gives them up where there is none.</summary>
    public void PackWeights(SpareMemory spare)
    {
        for (int g = 0; g < 4; g++)
        {
            FloatWeights.Pack(spare, _weights[g], _recurrent[g], _biases[g]);
        }
    }

    /// <summary>Runs the whole sequence.</summary>
    /// <param name="output">Receives the hidden states. Its layout is the input's; its last dimension is at least the size of the
    /// state.</param>
    /// <param name="column">Index of the state's first element in the output's last dimension.</param>
    /// <param name="isReverse">Whether to run from the last step to the first.</param>
    public void Run(Tensor output, int column, bool isReverse)
    {
        int batches = _input.Shape[_isTimeMajor ? 1 : 0];
        int steps = _input.Shape[_isTimeMajor ? 0 : 1];
        int depth = _input.Shape[2];
        int width = output.Shape[2];
        int units = _units;
        for (int b = 0; b < batches; b++)
        {
            int hidden = _hidden.Offset + b * units;
            int cell = _cell.Offset + b * units;
            for (int s = 0; s < steps; s++)
            {
                int t = isReverse ? steps - 1 - s : s;
                int row = _isTimeMajor ? t * batches + b : b * steps + t;
                for (int g = 0; g < 4; g++)
                {
                    EvalGate(g, _input.Offset + row * depth, hidden, units);
                }

                Update(hidden, cell, units);
                Array.Copy(_hidden.Float32, hidden, output.Float32, output.Offset + row * width + column, units);
            }
        }
    }

    private static FloatWeights RequireMatrix(PrepareContext context, int input, int rows, int columns)
    {
        context.RequireType(context.RawInput(input), TypeSet.Float32);
        FloatWeights weights = FloatWeights.Of(context, input);
        context.RequireRank(weights.Tensor, 2, 2);
        context.RequireDimension(weights.Tensor, 0, rows);
        context.RequireDimension(weights.Tensor, 1, columns);
        return weights;
    }

    private void EvalGate(int gate, int row, int hidden, int units)
    {
        float[] input = _input.Float32;
        float[] weights = _weights[gate].Data;
        float[] recurrent = _recurrent[gate].Data;
        float[] state = _hidden.Float32;
        FloatWeights bias = _biases[gate];
        float[] gates = _memory.Scratch.Float32;
        int w = _weights[gate].Offset;
        int v = _recurrent[gate].Offset;
        int rowEnd = row + _input.Shape[2];
        int hiddenEnd = hidden + units;
        int at = _gates + gate * units;
        for (int u = 0; u < units; u++)
        {
            float sum = 0f;
            float again = 0f;
            if (weights == null || recurrent == null)
            {
                sum = _weights[gate].AddProducts(sum, input, row, rowEnd, u * (rowEnd - row));
                again = _recurrent[gate].AddProducts(again, state, hidden, hiddenEnd, u * units);
            }
            else
            {
                for (int p = row; p < rowEnd; p++, w++)
                {
                    sum += input[p] * weights[w];
                }

                for (int p = hidden; p < hiddenEnd; p++, v++)
                {
                    again += state[p] * recurrent[v];
                }
            }

            sum += bias.Read(u);
            sum += again;
            gates[at + u] = gate == CellGate ? FloatMath.Tanh(sum) : FloatMath.Logistic(sum);
        }
    }

    private void Update(int hidden, int cell, int units)
    {
        float[] gates = _memory.Scratch.Float32;
        float[] state = _hidden.Float32;
        float[] cells = _cell.Float32;
        float clip = _clip;
        int inputGate = _gates + InputGate * units;
        int forgetGate = _gates + ForgetGate * units;
        int cellGate = _gates + CellGate * units;
        int outputGate = _gates + OutputGate * units;
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
