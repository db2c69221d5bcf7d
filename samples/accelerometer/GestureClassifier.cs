// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp;

namespace AccelerometerSample;

/// <summary>
/// Keeps the last 1.28 seconds of acceleration and asks the network every 0.32 seconds which gesture they show. Allocates nothing after
/// construction.
/// </summary>
public sealed class GestureClassifier
{
    /// <summary>Numbers of a sample: x, y and z.</summary>
    public const int Axes = 3;

    /// <summary>Samples from one classification to the next.</summary>
    public const int HopLength = 16;

    private const float GravityPerUnit = 0.001f;

    private readonly MicroInterpreter _interpreter = GestureModelKernels.NewInterpreter(GestureModel.Load());
    private readonly short[] _window;
    private int _filled;

    /// <summary>Loads the network.</summary>
    public GestureClassifier()
    {
        // The input is [1, samples, 1, axes].
        WindowLength = _interpreter.Input(0).Shape[1];
        _window = new short[WindowLength * Axes];
    }

    /// <summary>Samples that the network looks at.</summary>
    public int WindowLength { get; }

    /// <summary>The gesture of the last classification, an index into <see cref="GestureNames.All"/>.</summary>
    public int Gesture { get; private set; }

    /// <summary>The network's confidence in it, 0 to 1.</summary>
    public float Score { get; private set; }

    /// <summary>Takes a sample.</summary>
    /// <param name="sample">x, y and z in thousandths of g.</param>
    /// <returns>Whether a classification was made, so that <see cref="Gesture"/> and <see cref="Score"/> are new.</returns>
    public bool Write(short[] sample)
    {
        Array.Copy(sample, 0, _window, _filled * Axes, Axes);
        _filled++;
        if (_filled < WindowLength)
        {
            return false;
        }

        Classify();
        _filled -= HopLength;
        Array.Copy(_window, HopLength * Axes, _window, 0, _filled * Axes);
        return true;
    }

    private void Classify()
    {
        Tensor input = _interpreter.Input(0);
        for (int i = 0; i < _window.Length; i++)
        {
            input.SetReal(i, _window[i] * GravityPerUnit);
        }

        _interpreter.Invoke();
        Tensor scores = _interpreter.Output(0);
        Gesture = 0;
        for (int i = 1; i < scores.ElementCount; i++)
        {
            if (scores.GetReal(i) > scores.GetReal(Gesture))
            {
                Gesture = i;
            }
        }

        Score = scores.GetReal(Gesture);
    }
}
