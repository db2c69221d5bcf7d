// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Linq;
using TinyInterp.Boards.Host;
using TinyInterp.Spotting;
using Xunit;

namespace TinyInterp.Tests.Keyword;

/// <summary>The desktop's spotter and the boards', sample for sample.</summary>
public class BothBuildsTests
{
    [Fact]
    public void Features_and_scores_are_the_same_bytes()
    {
        ISpotter desktop = SpotterFactory.Desktop(SpotterModel.Bundled()).New(0, null);
        ISpotter device = SpotterFactory.Device(SpotterModel.Bundled()).New(0, null);
        Random random = new(4);
        short[] sound = new short[256];
        for (int frame = 0; frame < 200; frame++)
        {
            // From silence to full scale and beyond, with an offset, as a microphone's amplifier does at its worst.
            int amplitude = random.Next(2) == 0 ? random.Next(4) : 1 << random.Next(16);
            int offset = random.Next(-2000, 2000);
            for (int i = 0; i < sound.Length; i++)
            {
                sound[i] = (short)Math.Clamp(random.Next(-amplitude, amplitude + 1) + offset, short.MinValue, short.MaxValue);
            }

            desktop.Write(sound, 0, sound.Length);
            device.Write(sound, 0, sound.Length);
            Assert.Equal(desktop.Frame, device.Frame);
            Assert.Equal(Scores(desktop), Scores(device));
        }

        Assert.True(desktop.EvaluationCount > 20, "the network ran " + desktop.EvaluationCount + " times only");
        Assert.Equal(desktop.EvaluationCount, device.EvaluationCount);
    }

    private static int[] Scores(ISpotter spotter)
    {
        return Enumerable.Range(0, spotter.Labels.Count).Select(spotter.Score).ToArray();
    }
}
