// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Linq;
using TinyInterp.Signal;
using Xunit;

namespace TinyInterp.Tests.Signal;

/// <summary>From 16 kHz to 8 kHz: the taps are read off as the answers to impulses, and measured with tones.</summary>
public class HalfBandDecimatorTests
{
    private const int Rate = 16000;
    private const int Reach = 7;

    [Fact]
    public void Its_taps_are_the_ideal_half_band_filter_under_a_Hamming_window()
    {
        double[] ideal = Enumerable.Range(-Reach, 2 * Reach + 1)
            .Select(n => n == 0 ? 0.5 : Math.Sin(Math.PI * n / 2) / (Math.PI * n) * (0.54 + 0.46 * Math.Cos(Math.PI * n / 8)))
            .ToArray();
        double odd = ideal.Sum() - 0.5;
        double[] taps = Taps();

        for (int n = -Reach; n <= Reach; n++)
        {
            double expected = n == 0 ? 0.5 : ideal[n + Reach] / odd * 0.5;
            Assert.Equal(n % 2 == 0 && n != 0 ? 0 : expected, taps[n + Reach], 1.0 / 32767);
        }

        Assert.Equal(1, taps.Sum(), 5e-4);
    }

    [Fact]
    public void It_passes_what_speech_needs_and_stops_what_would_fold_onto_it()
    {
        Assert.All(Frequencies(50, 2500), f => Assert.InRange(Gain(f), -0.15, 0.05));
        Assert.All(Frequencies(2500, 3000), f => Assert.InRange(Gain(f), -0.75, 0.05));
        Assert.All(Frequencies(5000, 5500), f => Assert.InRange(Gain(f), -200, -22));
        Assert.All(Frequencies(5500, 8000), f => Assert.InRange(Gain(f), -200, -42));
    }

    [Fact]
    public void A_tone_in_the_stop_band_comes_out_as_next_to_nothing()
    {
        short[] tone = Enumerable.Range(0, 4000).Select(i => (short)(30000 * Math.Sin(2 * Math.PI * 6000 * i / Rate))).ToArray();

        short[] halved = Halve(tone, tone.Length);

        Assert.All(halved.Skip(2 * Reach), sample => Assert.InRange(sample, -150, 150));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(256)]
    [InlineData(1000)]
    public void Pieces_of_any_length_give_the_same_as_the_whole(int piece)
    {
        short[] noise = Noise(1000);

        Assert.Equal(Halve(noise, noise.Length), Halve(noise, piece));
    }

    [Fact]
    public void The_loudest_input_is_cut_off_and_does_not_wrap()
    {
        short[] square = Enumerable.Range(0, 400).Select(i => i / 20 % 2 == 0 ? short.MaxValue : short.MinValue).ToArray();

        short[] halved = Halve(square, square.Length);

        Assert.Contains(short.MaxValue, halved);
        Assert.Contains(short.MinValue, halved);
        for (int i = 0; i < halved.Length; i++)
        {
            // A middle of a half-period, 7 samples late.
            int place = (2 * i - Reach + 40) % 40;
            Assert.True(i < 10 || place is not (>= 5 and < 15) || halved[i] > 30000, halved[i] + " at " + i);
        }
    }

    [Fact]
    public void Gain_doubles_before_rounding_and_clamping()
    {
        short[] tone = Enumerable.Range(0, 800).Select(i => (short)Math.Round(1000 * Math.Sin(2 * Math.PI * 500 * i / Rate))).ToArray();
        short[] plain = Halve(tone, tone.Length);
        short[] louder = Halve(tone, tone.Length, 3);
        short[] loudest = Halve(tone, tone.Length, 8);

        for (int i = 0; i < plain.Length; i++)
        {
            Assert.InRange(louder[i] - 8 * plain[i], -4, 4);
            Assert.InRange(loudest[i] - Math.Clamp(256 * plain[i], short.MinValue, short.MaxValue), -128, 128);
        }

        Assert.Throws<ArgumentException>(() => new HalfBandDecimator(16, 9));
        Assert.Throws<ArgumentException>(() => new HalfBandDecimator(16, -1));
    }

    [Fact]
    public void Reset_forgets_the_stream()
    {
        short[] noise = Noise(101);
        short[] halved = new short[60];
        HalfBandDecimator decimator = new HalfBandDecimator(noise.Length, 0);
        decimator.Write(noise, 0, noise.Length, halved, 0);
        decimator.Reset();

        int count = decimator.Write(noise, 0, noise.Length, halved, 0);

        Assert.Equal(Halve(noise, noise.Length), halved.Take(count));
    }

    private static double[] Taps()
    {
        // An impulse at sample s meets tap 2i - 7 - s in output i.
        short[] even = new short[40];
        short[] odd = new short[40];
        even[0] = 32767;
        odd[1] = 32767;
        short[] fromEven = Halve(even, even.Length);
        short[] fromOdd = Halve(odd, odd.Length);
        double[] taps = new double[2 * Reach + 1];
        for (int i = 0; 2 * i < taps.Length; i++)
        {
            taps[2 * i] = fromEven[i] / 32767.0;
            if (2 * i + 1 < taps.Length)
            {
                taps[2 * i + 1] = fromOdd[i + 1] / 32767.0;
            }
        }

        return taps;
    }

    private static double Gain(double frequency)
    {
        double[] taps = Taps();
        double sum = 0;
        for (int n = -Reach; n <= Reach; n++)
        {
            sum += taps[n + Reach] * Math.Cos(2 * Math.PI * frequency / Rate * n);
        }

        return 20 * Math.Log10(Math.Abs(sum) + 1e-9);
    }

    private static double[] Frequencies(int first, int last)
    {
        return Enumerable.Range(0, (last - first) / 50 + 1).Select(i => first + 50.0 * i).ToArray();
    }

    private static short[] Halve(short[] samples, int piece, int gain = 0)
    {
        HalfBandDecimator decimator = new HalfBandDecimator(piece, gain);
        short[] halved = new short[samples.Length / 2 + 1];
        int count = 0;
        for (int at = 0; at < samples.Length; at += piece)
        {
            count += decimator.Write(samples, at, Math.Min(piece, samples.Length - at), halved, count);
        }

        return halved[..count];
    }

    private static short[] Noise(int count)
    {
        Random random = new Random(5);
        return Enumerable.Range(0, count).Select(_ => (short)random.Next(short.MinValue, short.MaxValue + 1)).ToArray();
    }
}
