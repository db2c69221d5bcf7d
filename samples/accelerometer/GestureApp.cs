// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace AccelerometerSample;

/// <summary>Prints a line whenever a gesture begins.</summary>
public sealed class GestureApp
{
    private const int SamplesPerSecond = 50;

    // A window that holds the end of one gesture and the beginning of another looks like anything: a gesture must win twice.
    private const int WinsNeeded = 2;
    private const float MinScore = 0.7f;

    private readonly GestureClassifier _classifier = new GestureClassifier();
    private readonly short[] _sample = new short[GestureClassifier.Axes];
    private int _candidate = GestureNames.Still;
    private int _wins;
    private int _current = GestureNames.Still;

    /// <summary>Runs until the source ends; a board's never does.</summary>
    public void Run(IAccelerometer source)
    {
        for (int count = 1; source.Read(_sample); count++)
        {
            if (_classifier.Write(_sample) && IsNewGesture() && _current != GestureNames.Still)
            {
                Console.WriteLine(Seconds(count) + " s " + GestureNames.All[_current]);
            }
        }
    }

    private bool IsNewGesture()
    {
        bool isSame = _classifier.Gesture == _candidate && _classifier.Score >= MinScore;
        _wins = isSame ? _wins + 1 : 1;
        _candidate = _classifier.Gesture;
        if (_wins != WinsNeeded || _candidate == _current)
        {
            return false;
        }

        _current = _candidate;
        return true;
    }

    /// <summary>Samples as seconds with one decimal.</summary>
    private static string Seconds(int samples)
    {
        int tenths = samples * 10 / SamplesPerSecond;
        return (tenths / 10).ToString() + "." + (tenths % 10).ToString();
    }
}
