// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using TinyInterp.Schema;
using TinyInterp.Writer;

namespace TinyInterp.ModelTraining.Training;

/// <summary>y[o] = activation(b[o] + Σ w[o, i] · x[i]); FULLY_CONNECTED in the model.</summary>
public sealed class DenseLayer : ILayer
{
    private readonly int _inputs;
    private readonly int _outputs;
    private readonly bool _isRectified;
    private readonly Parameter _weights;
    private readonly Parameter _biases;
    private readonly double[] _output;
    private readonly double[] _inputGradient;
    private double[] _input = [];

    /// <summary>A layer with random weights and biases, so that the kinks of RELU start at different inputs.</summary>
    /// <param name="inputs">Length of x.</param>
    /// <param name="outputs">Length of y.</param>
    /// <param name="isRectified">Whether the activation is RELU; else there is none.</param>
    /// <param name="random">Draws the weights.</param>
    public DenseLayer(int inputs, int outputs, bool isRectified, Random random)
    {
        _inputs = inputs;
        _outputs = outputs;
        _isRectified = isRectified;
        _weights = new Parameter(inputs * outputs, Math.Sqrt(6.0 / inputs), random);
        _biases = new Parameter(outputs, Math.Sqrt(6.0 / inputs), random);
        _output = new double[outputs];
        _inputGradient = new double[inputs];
    }

    /// <inheritdoc/>
    public IReadOnlyList<Parameter> Parameters => [_weights, _biases];

    /// <inheritdoc/>
    public double[] Forward(double[] input)
    {
        _input = input;
        for (int o = 0; o < _outputs; o++)
        {
            double sum = _biases.Values[o];
            for (int i = 0; i < _inputs; i++)
            {
                sum += _weights.Values[o * _inputs + i] * input[i];
            }

            _output[o] = _isRectified ? Math.Max(0, sum) : sum;
        }

        return _output;
    }

    /// <inheritdoc/>
    public double[] Backward(double[] outputGradient)
    {
        Array.Clear(_inputGradient);
        for (int o = 0; o < _outputs; o++)
        {
            if (_isRectified && _output[o] <= 0)
            {
                continue;
            }

            double gradient = outputGradient[o];
            _biases.Gradient[o] += gradient;
            for (int i = 0; i < _inputs; i++)
            {
                _weights.Gradient[o * _inputs + i] += gradient * _input[i];
                _inputGradient[i] += gradient * _weights.Values[o * _inputs + i];
            }
        }

        return _inputGradient;
    }

    /// <inheritdoc/>
    public int Write(SubgraphBuilder model, string name, int input)
    {
        int weights = model.Constant(name + "/weights", [_outputs, _inputs], _weights.Values.Select(v => (float)v).ToArray());
        int biases = model.Constant(name + "/biases", [_outputs], _biases.Values.Select(v => (float)v).ToArray());
        int output = model.Tensor(name, TensorType.Float32, [1, _outputs]);
        Activation activation = _isRectified ? Activation.Relu : Activation.None;
        model.Operator(BuiltinOperator.FullyConnected, Options.FullyConnected(activation), [input, weights, biases], [output]);
        return output;
    }
}
