// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using TinyInterp.Schema;
using TinyInterp.Writer;

namespace TinyInterp.ModelTraining.Training;

/// <summary>y[c] = mean over t of x[t, c]; MEAN in the model. It makes the network indifferent to when something happened.</summary>
public sealed class TimeMeanLayer : ILayer
{
    private readonly int _length;
    private readonly int _channels;
    private readonly double[] _output;
    private readonly double[] _inputGradient;

    /// <summary>A layer for inputs of a size.</summary>
    /// <param name="length">Moments in the input.</param>
    /// <param name="channels">Numbers of a moment.</param>
    public TimeMeanLayer(int length, int channels)
    {
        _length = length;
        _channels = channels;
        _output = new double[channels];
        _inputGradient = new double[length * channels];
    }

    /// <inheritdoc/>
    public IReadOnlyList<Parameter> Parameters => [];

    /// <inheritdoc/>
    public double[] Forward(double[] input)
    {
        Array.Clear(_output);
        for (int i = 0; i < input.Length; i++)
        {
            _output[i % _channels] += input[i] / _length;
        }

        return _output;
    }

    /// <inheritdoc/>
    public double[] Backward(double[] outputGradient)
    {
        for (int i = 0; i < _inputGradient.Length; i++)
        {
            _inputGradient[i] = outputGradient[i % _channels] / _length;
        }

        return _inputGradient;
    }

    /// <inheritdoc/>
    public int Write(SubgraphBuilder model, string name, int input)
    {
        int axes = model.Constant(name + "/axes", [2], new[] { 1, 2 });
        int output = model.Tensor(name, TensorType.Float32, [1, _channels]);
        model.Operator(BuiltinOperator.Mean, Options.Reducer(false), [input, axes], [output]);
        return output;
    }
}
