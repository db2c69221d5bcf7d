// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using TinyInterp.Optimize.Data;
using TinyInterp.Optimize.Trace;
using TinyInterp.Writer;

namespace TinyInterp.Optimize.Compare;

/// <summary>What two models make of the same real-valued inputs, tensor by tensor. A is the one to be like.</summary>
public sealed class ModelComparison
{
    /// <summary>Below this many decibels a tensor counts as diverged unless told otherwise: a tenth of the signal's amplitude is noise.</summary>
    public const double DefaultThreshold = 20;

    private readonly TensorTrace _a;
    private readonly TensorTrace _b;
    private readonly int[] _inputSources;

    /// <summary>Prepares both models.</summary>
    /// <exception cref="ModelException">One cannot be run.</exception>
    /// <exception cref="ComparisonException">They do not take the same inputs or give the same outputs.</exception>
    public ModelComparison(byte[] a, byte[] b)
    {
        _a = new TensorTrace(a);
        _b = new TensorTrace(b);
        TensorMatcher matcher = new TensorMatcher(ModelDocument.Read(a), ModelDocument.Read(b));
        _inputSources = matcher.Inputs();
        matcher.RequireSameOutputs();
        Tensors = matcher.Activations(_inputSources).Where(pair => _a.IsReadable(pair.A) && _b.IsReadable(pair.B)).ToArray();
        Weights = matcher.Constants();
        foreach (TensorPair pair in Weights)
        {
            pair.Noise.Add(Values(_a.Tensor(pair.A)), Values(_b.Tensor(pair.B)));
        }
    }

    /// <summary>Inputs and computed tensors that both models have, in the order in which A computes them.</summary>
    public IReadOnlyList<TensorPair> Tensors { get; }

    /// <summary>Constants that both models have.</summary>
    public IReadOnlyList<TensorPair> Weights { get; }

    /// <summary>Each output that looks like class scores: one vector of two elements or more.</summary>
    public IReadOnlyList<ScoreAgreement> Scores { get; private set; } = [];

    /// <summary>Number of samples compared.</summary>
    public int SampleCount { get; private set; }

    /// <summary>The output pairs, which are among <see cref="Tensors"/> unless their type has no real values.</summary>
    public IEnumerable<TensorPair> Outputs =>
        Enumerable.Range(0, _a.Interpreter.OutputCount)
            .SelectMany(i => Tensors.Where(pair => pair.A == _a.Interpreter.Output(i).Index).Take(1));

    /// <summary>Why there is no accuracy although the data has labels; null where there is one or there are no labels.</summary>
    public string? AccuracyNote { get; private set; }

    /// <summary>Runs both models on every sample. Each sample begins with variables as they are after loading.</summary>
    /// <param name="data">Samples for A's inputs.</param>
    /// <param name="progress">Called after each sample; may be null.</param>
    public void Run(DataSet data, Action? progress = null)
    {
        Scores = Enumerable.Range(0, _a.Interpreter.OutputCount)
            .Where(i => LooksLikeScores(_a.Interpreter.Output(i)))
            .Select(i => new ScoreAgreement(i, data.HasLabels && data.Classes.Count <= _a.Interpreter.Output(i).ElementCount))
            .ToArray();
        if (data.HasLabels && Scores.All(scores => !scores.AccuracyA.HasValue))
        {
            AccuracyNote = "the data has " + data.Classes.Count + " classes, but no output is a vector of that many scores; name the model's classes with --classes";
        }

        Dictionary<int, float[]> valuesA = new Dictionary<int, float[]>();
        Dictionary<int, float[]> valuesB = new Dictionary<int, float[]>();
        foreach (Sample sample in data.Samples)
        {
            _a.Reset();
            _b.Reset();
            float[][] outputsA = _a.Run(sample.Inputs, (tensor, values) => valuesA[tensor] = values);
            float[][] outputsB = _b.Run(
                _inputSources.Select(source => sample.Inputs[source]).ToArray(), (tensor, values) => valuesB[tensor] = values);
            foreach (TensorPair pair in Tensors)
            {
                // A node behind an IF or a buffer that is still filling may not have run.
                if (valuesA.TryGetValue(pair.A, out float[]? a) && valuesB.TryGetValue(pair.B, out float[]? b))
                {
                    pair.Noise.Add(a, b);
                }
            }

            foreach (ScoreAgreement scores in Scores)
            {
                scores.Add(outputsA[scores.Output], outputsB[scores.Output], sample.Label);
            }

            SampleCount++;
            progress?.Invoke();
        }
    }

    /// <summary>The first tensor in A's order with less than this many decibels, or null.</summary>
    public TensorPair? FirstDiverging(double threshold)
    {
        return Tensors.FirstOrDefault(pair => pair.Noise.Decibels < threshold);
    }

    private static bool LooksLikeScores(Tensor output)
    {
        return output.Rank != 0 && output.ElementCount >= 2 && output.Shape[output.Rank - 1] == output.ElementCount;
    }

    private static float[] Values(Tensor tensor)
    {
        float[] values = new float[tensor.ElementCount];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = tensor.GetReal(i);
        }

        return values;
    }
}
