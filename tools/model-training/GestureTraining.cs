// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using TinyInterp.ModelTraining.Motion;
using TinyInterp.ModelTraining.Training;
using TinyInterp.Schema;
using TinyInterp.Writer;

namespace TinyInterp.ModelTraining;

/// <summary>The model of samples/accelerometer: which gesture 1.28 seconds of acceleration show.</summary>
public static class GestureTraining
{
    /// <summary>Samples that the model sees at once.</summary>
    public const int WindowLength = 64;

    private const int TrainingCount = 8000;
    private const int TestCount = 2000;
    private const int CalibrationCount = 200;
    private const int TrainingSeed = 11;
    private const int TestSeed = 12;

    private static readonly Schedule _schedule = new(Epochs: 30, BatchSize: 32, Rate: 0.004);

    private static int ClassCount => Enum.GetValues<Gesture>().Length;

    /// <summary>Trains the model on synthesised motion and measures it on motion of another seed.</summary>
    public static SampleModel Run()
    {
        Random random = new(TrainingSeed);
        TimeConvolutionLayer first = new(WindowLength, MotionSynthesizer.Axes, taps: 5, stride: 2, filters: 8, random);
        TimeConvolutionLayer second = new(first.Steps, channels: 8, taps: 5, stride: 2, filters: 16, random);
        Network network = new(
            first, second, new TimeMeanLayer(second.Steps, 16), new DenseLayer(16, ClassCount, isRectified: false, random));
        IReadOnlyList<TrainingSample> samples = Draw(TrainingCount, random);
        network.Train(samples, Losses.CrossEntropy, _schedule, random);

        byte[] floatModel = Write(network);
        byte[] int8Model = Quantization.ToInt8(floatModel, samples.Take(CalibrationCount).Select(sample => sample.Input));
        return new SampleModel("gestures", floatModel, int8Model,
        [
            Line("float32", floatModel),
            Line("int8", int8Model),
        ]);
    }

    /// <summary>The share of synthesised test windows that a model names rightly.</summary>
    public static double Accuracy(byte[] model)
    {
        ModelRunner runner = new(model);
        return Draw(TestCount, new Random(TestSeed)).Average(sample => IndexOfMax(runner.Run(sample.Input)) == Array.IndexOf(sample.Target, 1) ? 1.0 : 0);
    }

    private static byte[] Write(Network network)
    {
        ModelBuilder model = new();
        int window = model.Input("window", TensorType.Float32, [1, WindowLength, 1, MotionSynthesizer.Axes]);
        int logits = network.Write(model, window);
        int scores = model.Tensor("scores", TensorType.Float32, [1, ClassCount]);
        model.Operator(BuiltinOperator.Softmax, Options.Softmax(1f), [logits], [scores]);
        model.Output(scores);
        return model.Build();
    }

    private static IReadOnlyList<TrainingSample> Draw(int count, Random random)
    {
        return Enumerable.Range(0, count)
            .Select(i => i % ClassCount)
            .Select(label => new TrainingSample(
                MotionSynthesizer.Synthesize((Gesture)label, WindowLength, random),
                Enumerable.Range(0, ClassCount).Select(c => c == label ? 1.0 : 0).ToArray()))
            .ToArray();
    }

    private static int IndexOfMax(float[] scores)
    {
        return Array.IndexOf(scores, scores.Max());
    }

    private static string Line(string name, byte[] model)
    {
        return string.Create(
            CultureInfo.InvariantCulture, $"{name}: {model.Length} bytes, {100 * Accuracy(model):0.0} % of {TestCount} windows named rightly");
    }
}
