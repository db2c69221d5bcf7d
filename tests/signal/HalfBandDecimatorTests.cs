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
    [InlineData(2)]
    [InlineData(14)]
    [InlineData(256)]
    public void Pieces_of_any_length_give_the_same_as_the_whole(int piece)
    {
        short[] noise = Noise(1000);

        Assert.Equal(Halve(noise, noise.Length), Halve(noise, piece));
    }

    [Fact]
    public void Of_two_channels_one_is_taken()
    {
        short[] noise = Noise(64);

        Assert.Equal(Halve(noise, noise.Length), Halve(noise, noise.Length, step: 4));
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

        Assert.Throws<ArgumentException>(() => new HalfBandDecimator(9));
        Assert.Throws<ArgumentException>(() => new HalfBandDecimator(-1));
    }

    [Fact]
    public void Reset_forgets_the_stream()
    {
        byte[] bytes = new byte[200];
        new Random(6).NextBytes(bytes);
        short[] first = new short[50];
        short[] again = new short[50];
        HalfBandDecimator decimator = new HalfBandDecimator(0);

        decimator.Write(bytes, 0, 2, first, 50);
        decimator.Write(bytes, 0, 2, again, 50);
        Assert.NotEqual(first, again);

        decimator.Reset();
        decimator.Write(bytes, 0, 2, again, 50);
        Assert.Equal(first, again);
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

    private static short[] Halve(short[] samples, int piece, int gain = 0, int step = 2)
    {
        byte[] bytes = new byte[samples.Length * step];
        Array.Fill(bytes, (byte)0x55);
        for (int i = 0; i < samples.Length; i++)
        {
            BitConverter.TryWriteBytes(bytes.AsSpan(i * step), samples[i]);
        }

        HalfBandDecimator decimator = new HalfBandDecimator(gain);
        short[] halved = [];
        for (int at = 0; at < samples.Length; at += piece)
        {
            short[] part = new short[Math.Min(piece, samples.Length - at) / 2];
            decimator.Write(bytes, at * step, step, part, part.Length);
            halved = [.. halved, .. part];
        }

        return halved;
    }

    private static short[] Noise(int count)
    {
        Random random = new Random(5);
        return Enumerable.Range(0, count).Select(_ => (short)random.Next(short.MinValue, short.MaxValue + 1)).ToArray();
    }
}
