// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace TinyInterp.ModelTraining.Motion;

/// <summary>The recording that samples/accelerometer plays on the desktop: each gesture for some seconds, with rests between.</summary>
public static class DemoRecording
{
    private const int Seed = 21;
    private const int SecondsEach = 3;

    private static readonly Gesture[] _script =
    [
        Gesture.Still, Gesture.Shake, Gesture.Still, Gesture.Circle, Gesture.Still, Gesture.Knock, Gesture.Still, Gesture.Circle,
        Gesture.Still, Gesture.Shake, Gesture.Still,
    ];

    /// <summary>A line for each sample, "x,y,z" in thousandths of g.</summary>
    public static IEnumerable<string> Lines()
    {
        Random random = new(Seed);
        return _script
            .SelectMany(gesture => MotionSynthesizer.Synthesize(gesture, SecondsEach * MotionSynthesizer.SampleRate, random).Chunk(MotionSynthesizer.Axes))
            .Select(sample => string.Join(',', sample.Select(g => Math.Round(1000 * g).ToString(CultureInfo.InvariantCulture))));
    }
}
