// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Globalization;
using System.Linq;
using TinyInterp.ModelTraining.Training;
using TinyInterp.Schema;
using TinyInterp.Writer;

namespace TinyInterp.ModelTraining;

/// <summary>The model of samples/hello-world: the sine of an angle from 0 to 2π, by two hidden layers of 16.</summary>
public static class SineTraining
{
    private const int Hidden = 16;
    private const int SampleCount = 1000;
    private const int Seed = 4;

    private static readonly Schedule _schedule = new(Epochs: 2000, BatchSize: 20, Rate: 0.01);

    /// <summary>Trains the model and measures it.</summary>
    public static SampleModel Run()
    {
        Random random = new(Seed);
        Network network = new(
            new DenseLayer(1, Hidden, isRectified: true, random),
            new DenseLayer(Hidden, Hidden, isRectified: true, random),
            new DenseLayer(Hidden, 1, isRectified: false, random));
        TrainingSample[] samples = Enumerable.Range(0, SampleCount)
            .Select(i => 2 * Math.PI * i / (SampleCount - 1))
            .Select(angle => new TrainingSample([angle], [Math.Sin(angle)]))
            .ToArray();
        network.Train(samples, Losses.SquaredError, _schedule, random);

        ModelBuilder model = new();
        int angle = model.Input("angle", TensorType.Float32, [1, 1]);
        int sine = network.Write(model, angle);
        model.Definition.Tensors[sine].Name = "sine";
        model.Output(sine);
        byte[] floatModel = model.Build();
        byte[] int8Model = Quantization.ToInt8(floatModel, samples.Select(sample => sample.Input));
        return new SampleModel("sine", floatModel, int8Model,
        [
            Line("float32", floatModel),
            Line("int8", int8Model),
        ]);
    }

    /// <summary>The largest distance from the true sine over 10,000 angles.</summary>
    public static double LargestError(byte[] model)
    {
        const int Angles = 10_000;
        ModelRunner runner = new(model);
        return Enumerable.Range(0, Angles)
            .Select(i => 2 * Math.PI * i / (Angles - 1))
            .Max(angle => Math.Abs(runner.Run([angle])[0] - Math.Sin(angle)));
    }

    private static string Line(string name, byte[] model)
    {
        return string.Create(
            CultureInfo.InvariantCulture, $"{name}: {model.Length} bytes, largest error {LargestError(model):0.0000}");
    }
}
