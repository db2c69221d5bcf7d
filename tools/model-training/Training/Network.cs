// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using TinyInterp.Writer;

namespace TinyInterp.ModelTraining.Training;

/// <summary>Layers one after the other, trained by gradient descent and written as a float32 model.</summary>
public sealed class Network
{
    private readonly ILayer[] _layers;

    /// <summary>A network of layers in order.</summary>
    public Network(params ILayer[] layers)
    {
        _layers = layers;
    }

    /// <summary>The last layer's output.</summary>
    public double[] Forward(double[] input)
    {
        return _layers.Aggregate(input, (values, layer) => layer.Forward(values));
    }

    /// <summary>Trains with the samples in random order; the rate falls along a cosine to 0.</summary>
    /// <param name="samples">Inputs with their targets.</param>
    /// <param name="lossGradient">From output and target the loss's derivative by the output.</param>
    /// <param name="schedule">How long and how fast.</param>
    /// <param name="random">Draws the order.</param>
    public void Train(
        IReadOnlyList<TrainingSample> samples, Func<double[], double[], double[]> lossGradient, Schedule schedule, Random random)
    {
        int[] order = Enumerable.Range(0, samples.Count).ToArray();
        Parameter[] parameters = _layers.SelectMany(layer => layer.Parameters).ToArray();
        for (int epoch = 0; epoch < schedule.Epochs; epoch++)
        {
            random.Shuffle(order);
            double rate = schedule.Rate / 2 * (1 + Math.Cos(Math.PI * epoch / schedule.Epochs));
            foreach (int[] batch in order.Chunk(schedule.BatchSize))
            {
                foreach (int index in batch)
                {
                    TrainingSample sample = samples[index];
                    Backward(lossGradient(Forward(sample.Input), sample.Target), batch.Length);
                }

                foreach (Parameter parameter in parameters)
                {
                    parameter.Step(rate);
                }
            }
        }
    }

    /// <summary>Adds the layers to a model, named "layer0" and so on.</summary>
    /// <param name="model">The model.</param>
    /// <param name="input">Index of the tensor that the first layer reads.</param>
    /// <returns>Index of the tensor that the last layer writes.</returns>
    public int Write(SubgraphBuilder model, int input)
    {
        for (int i = 0; i < _layers.Length; i++)
        {
            input = _layers[i].Write(model, "layer" + i, input);
        }

        return input;
    }

    private void Backward(double[] gradient, int batchSize)
    {
        gradient = gradient.Select(value => value / batchSize).ToArray();
        for (int i = _layers.Length - 1; i >= 0; i--)
        {
            gradient = _layers[i].Backward(gradient);
        }
    }
}
