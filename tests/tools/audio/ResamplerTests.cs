// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Linq;
using TinyInterp.AudioFiles;
using Xunit;

namespace TinyInterp.Tests.Tools.AudioFiles;

/// <summary>The resampler, by sines.</summary>
public class ResamplerTests
{
    [Theory]
    [InlineData(6000)]
    [InlineData(11025)]
    [InlineData(16000)]
    [InlineData(22050)]
    [InlineData(44100)]
    [InlineData(48000)]
    [InlineData(44101)]
    [InlineData(192000)]
    public void What_both_rates_can_hold_passes_with_its_level(int rate)
    {
        foreach (double frequency in new[] { 60, 440, 1000, 2100, 0.44 * Math.Min(8000, rate) })
        {
            Assert.InRange(Gain(rate, frequency), -0.1, 0.1);
        }
    }

    [Theory]
    [InlineData(11025)]
    [InlineData(16000)]
    [InlineData(22050)]
    [InlineData(44100)]
    [InlineData(48000)]
    public void What_would_fold_back_is_gone(int rate)
    {
        foreach (double frequency in new[] { 4010.0, 4500, 5400, 7900, 12100 }.Where(frequency => frequency < rate / 2))
        {
            Assert.True(Gain(rate, frequency) < -60, rate + " " + frequency + " " + Gain(rate, frequency));
        }
    }

    [Fact]
    public void The_duration_stays()
    {
        Assert.Equal(8000, new Resampler(44100, 8000).Resample(new float[44100]).Length);
        Assert.Equal(8000, new Resampler(6000, 8000).Resample(new float[6000]).Length);
        Assert.Single(new Resampler(48000, 8000).Resample(new float[1]));
    }

    [Fact]
    public void Time_stays()
    {
        // A step in the middle is in the middle.
        float[] step = Enumerable.Range(0, 44100).Select(i => i < 22050 ? 0f : 1000f).ToArray();

        float[] result = new Resampler(44100, 8000).Resample(step);

        Assert.True(result[3998] < 250 && result[4001] > 750, string.Join(" ", result[3996..4004]));
        Assert.Equal(1000, result[6000], 0.01);
    }

    [Fact]
    public void The_same_rate_changes_nothing()
    {
        float[] samples = [1, 2.5f, -3];

        Assert.Equal(samples, new Resampler(8000, 8000).Resample(samples));
    }

    /// <summary>Level of a sine behind the resampler, in decibels of its level before, away from both ends.</summary>
    private static double Gain(int rate, double frequency)
    {
        const float Amplitude = 10000;
        float[] sine = Enumerable.Range(0, rate / 2).Select(i => Amplitude * (float)Math.Sin(2 * Math.PI * frequency * i / rate + 0.3)).ToArray();
        float[] result = new Resampler(rate, 8000).Resample(sine);
        double power = result[800..3200].Average(value => (double)value * value);
        return 10 * Math.Log10(power / (Amplitude * Amplitude / 2));
    }
}
