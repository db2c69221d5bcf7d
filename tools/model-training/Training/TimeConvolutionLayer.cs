// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using TinyInterp.Schema;
using TinyInterp.Writer;

namespace TinyInterp.ModelTraining.Training;

/// <summary>
/// A convolution along time without padding: y[t, o] = max(0, b[o] + Σ w[o, k, c] · x[t · stride + k, c]); CONV_2D of width 1 in the model.
/// </summary>
public sealed class TimeConvolutionLayer : ILayer
{
    private readonly int _channels;
    private readonly int _taps;
    private readonly int _stride;
    private readonly int _filters;
    private readonly int _steps;
    private readonly Parameter _weights;
    private readonly Parameter _biases;
    private readonly double[] _output;
    private readonly double[] _inputGradient;
    private double[] _input = [];

    /// <summary>A layer with random weights and biases of 0.</summary>
    /// <param name="length">Moments in the input.</param>
    /// <param name="channels">Numbers of a moment in the input.</param>
    /// <param name="taps">Moments that an output sees.</param>
    /// <param name="stride">Moments from one output to the next.</param>
    /// <param name="filters">Numbers of a moment in the output.</param>
    /// <param name="random">Draws the weights.</param>
    public TimeConvolutionLayer(int length, int channels, int taps, int stride, int filters, Random random)
    {
        _channels = channels;
        _taps = taps;
        _stride = stride;
        _filters = filters;
        _steps = (length - taps) / stride + 1;
        _weights = new Parameter(filters * taps * channels, Math.Sqrt(6.0 / (taps * channels)), random);
        _biases = new Parameter(filters, 0, random);
        _output = new double[_steps * filters];
        _inputGradient = new double[length * channels];
    }

    /// <summary>Moments in the output.</summary>
    public int Steps => _steps;

    /// <inheritdoc/>
    public IReadOnlyList<Parameter> Parameters => [_weights, _biases];

    // Taps of one filter lie one after the other, as do the moments that they meet.
    private int RunLength => _taps * _channels;

    /// <inheritdoc/>
    public double[] Forward(double[] input)
    {
        _input = input;
        for (int t = 0; t < _steps; t++)
        {
            for (int o = 0; o < _filters; o++)
            {
                double sum = _biases.Values[o];
                for (int i = 0; i < RunLength; i++)
                {
                    sum += _weights.Values[o * RunLength + i] * input[t * _stride * _channels + i];
                }

                _output[t * _filters + o] = Math.Max(0, sum);
            }
        }

        return _output;
    }

    /// <inheritdoc/>
    public double[] Backward(double[] outputGradient)
    {
        Array.Clear(_inputGradient);
        for (int at = 0; at < _output.Length; at++)
        {
            double gradient = outputGradient[at];
            if (gradient == 0 || _output[at] <= 0)
            {
                continue;
            }

            int weight = at % _filters * RunLength;
            int first = at / _filters * _stride * _channels;
            _biases.Gradient[at % _filters] += gradient;
            for (int i = 0; i < RunLength; i++)
            {
                _weights.Gradient[weight + i] += gradient * _input[first + i];
                _inputGradient[first + i] += gradient * _weights.Values[weight + i];
            }
        }

        return _inputGradient;
    }

    /// <inheritdoc/>
    public int Write(SubgraphBuilder model, string name, int input)
    {
        int weights = model.Constant(
            name + "/weights", [_filters, _taps, 1, _channels], _weights.Values.Select(v => (float)v).ToArray());
        int biases = model.Constant(name + "/biases", [_filters], _biases.Values.Select(v => (float)v).ToArray());
        int output = model.Tensor(name, TensorType.Float32, [1, _steps, 1, _filters]);
        model.Operator(
            BuiltinOperator.Conv2D, Options.Conv2D(Padding.Valid, 1, _stride, Activation.Relu), [input, weights, biases], [output]);
        return output;
    }
}
