// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Writer;

namespace TinyInterp.Optimize.Quantize;

/// <summary>
/// Follows an LSTM node in single precision to learn how far its cells go, which no tensor shows: what is left of them after the last
/// step is all that others see.
/// </summary>
internal sealed class LstmCell
{
    private readonly float[][] _input = new float[4][];
    private readonly float[][] _recurrent = new float[4][];
    private readonly float[][] _bias = new float[4][];
    private readonly int _columns;
    private readonly int _units;
    private readonly int _steps;
    private readonly int _batches;
    private readonly bool _isTimeMajor;
    private readonly float _clip;
    private readonly double[] _hidden;
    private readonly double[] _cell;

    /// <summary>The tensor of the node's input.</summary>
    internal int Input { get; }

    internal LstmCell(FloatGraph graph, OperatorDef node)
    {
        Input = node.Inputs[0];
        int[] shape = graph.Shape(Input);
        _isTimeMajor = node.Options?.Get(3, false) ?? false;
        _clip = node.Options?.Get(1, 0f) ?? 0;
        _steps = shape[_isTimeMajor ? 0 : 1];
        _batches = shape[_isTimeMajor ? 1 : 0];
        _columns = shape[2];
        _units = graph.Shape(node.Outputs[0])[2];
        _hidden = new double[_batches * _units];
        _cell = new double[_batches * _units];
        for (int g = 0; g < 4; g++)
        {
            _input[g] = graph.Floats(node.Inputs[1 + g]);
            _recurrent[g] = graph.Floats(node.Inputs[5 + g]);
            _bias[g] = graph.Floats(node.Inputs[12 + g]);
        }
    }

    /// <summary>The greatest magnitude that a cell has had.</summary>
    internal double Greatest { get; private set; }

    internal void Run(float[] input)
    {
        double[] next = new double[_units];
        for (int b = 0; b < _batches; b++)
        {
            for (int t = 0; t < _steps; t++)
            {
                int row = (_isTimeMajor ? t * _batches + b : b * _steps + t) * _columns;
                for (int u = 0; u < _units; u++)
                {
                    int at = b * _units + u;
                    double cell = Sigmoid(Gate(1, u, input, row, b)) * _cell[at]
                        + Sigmoid(Gate(0, u, input, row, b)) * Math.Tanh(Gate(2, u, input, row, b));
                    _cell[at] = _clip > 0 ? Math.Clamp(cell, -_clip, _clip) : cell;
                    Greatest = Math.Max(Greatest, Math.Abs(_cell[at]));
                    next[u] = Sigmoid(Gate(3, u, input, row, b)) * Math.Tanh(_cell[at]);
                }

                next.CopyTo(_hidden, b * _units);
            }
        }
    }

    private static double Sigmoid(double x)
    {
        return 1 / (1 + Math.Exp(-x));
    }

    private double Gate(int gate, int unit, float[] input, int row, int batch)
    {
        double sum = _bias[gate][unit];
        for (int c = 0; c < _columns; c++)
        {
            sum += (double)_input[gate][unit * _columns + c] * input[row + c];
        }

        for (int u = 0; u < _units; u++)
        {
            sum += _recurrent[gate][unit * _units + u] * _hidden[batch * _units + u];
        }

        return sum;
    }
}
