// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Linq;
using System.Numerics;
using System.Reflection;
using TinyInterp.Signal;
using Xunit;

namespace TinyInterp.Tests.Signal;

/// <summary>Windows, energies, filters, noise, gain and logarithms against their formulas.</summary>
public class FrontEndTests
{
    [Theory]
    [InlineData(480, 12)]
    [InlineData(400, 14)]
    [InlineData(1, 3)]
    public void Hann_window_is_its_formula(int count, int shift)
    {
        short[] weights = WindowFunction.Hann(count, shift);
        for (int i = 0; i < count; i++)
        {
            double exact = (0.5 - 0.5 * Math.Cos(2 * Math.PI / count * (i + 0.5))) * (1 << shift);
            Assert.Equal((short)Math.Round(exact), weights[i]);
        }
    }

    [Fact]
    public void Windowed_samples_round_down_and_saturate()
    {
        short[] output = new short[5];
        short[] weights = [1, 1, 32767, 32767, 0];
        WindowFunction.Apply([-3, 3, 32767, -32768, 7], 0, weights, 0, 5, 1, output, 0);
        Assert.Equal([-2, 1, 32767, -32768, 0], output);
        byte[] bytes = [9, 1, 0, 1, 0, 255, 127, 255, 127, 0, 0];
        WindowFunction.Apply([-3, 3, 32767, -32768, 7], 0, bytes, 1, 5, 1, output, 0);
        Assert.Equal([-2, 1, 32767, -32768, 0], output);
    }

    [Theory]
    [InlineData(new short[] { 0, 0 }, 0)]
    [InlineData(new short[] { 1, 0 }, 14)]
    [InlineData(new short[] { -1, 3 }, 13)]
    [InlineData(new short[] { 16383, -5 }, 1)]
    [InlineData(new short[] { 16384, 0 }, 0)]
    [InlineData(new short[] { 32767, -32768 }, 0)]
    public void Scaling_leaves_the_sign_bit_free(short[] input, int bits)
    {
        short[] output = new short[input.Length];
        Assert.Equal(bits, FftAutoScale.Apply(input, 0, input.Length, output, 0));
        Assert.Equal(input.Select(x => (short)(x << bits)), output);
    }

    [Fact]
    public void Energies_use_all_32_bits()
    {
        int[] output = new int[3];
        SpectrumEnergy.Apply([9, 9, -32768, -32768, 3, -4], 0, 1, 3, output, 0);
        Assert.Equal(0, output[0]);
        Assert.Equal(0x80000000u, (uint)output[1]);
        Assert.Equal(25, output[2]);
    }

    [Fact]
    public void Filter_channels_share_their_frequencies_with_the_next()
    {
        long[] output = new long[2];
        int[] energy = [1, 10, -1, 1000];

        // Bands: frequency 0, then 1 and 2, then 3; weights 2, 3, 4, 5 and unweights 6, 7, 8, 9.
        FilterBank.Apply(energy, 0, [2, 3, 4, 5], 0, [6, 7, 8, 9], 0, [0, 0, 1, 1, 1, 2, 3, 3, 1], 0, 2, output, 0);
        Assert.Equal(6 + 3 * 10 + 4 * 4294967295L, output[0]);
        Assert.Equal(7 * 10 + 8 * 4294967295L + 5 * 1000, output[1]);
    }

    [Fact]
    public void Roots_are_the_nearest_integers()
    {
        Random random = new Random(3);
        for (int i = 0; i < 4000; i++)
        {
            ulong radicand = (ulong)random.NextInt64(long.MinValue, long.MaxValue) >> (i % 64);
            ulong limit = radicand >> 32 == 0 ? 0xFFFFu : 0xFFFFFFFFu;
            ulong root = (ulong)Math.Sqrt((double)radicand);
            while ((BigInteger)root * root > radicand)
            {
                root--;
            }

            while ((BigInteger)(root + 1) * (root + 1) <= radicand)
            {
                root++;
            }

            ulong nearest = radicand - root * root > root ? root + 1 : root;
            Assert.Equal(Math.Min(nearest, limit), (ulong)SquareRoot.Of((long)radicand));
        }
    }

    [Fact]
    public void Noise_follows_and_is_taken_off()
    {
        SpectralSubtraction subtraction = new SpectralSubtraction(2)
        {
            FractionBits = 10,
            SmoothingBits = 4,
            Smoothing = 256,
            OneMinusSmoothing = 768,
            AlternateSmoothing = 512,
            AlternateOneMinusSmoothing = 512,
            MinSignalRemaining = 51,
        };
        int[] output = new int[2];
        subtraction.Apply([1000, 1000], 0, output, 0);
        Assert.Equal([4000, 8000], subtraction.Noise);
        Assert.Equal([750, 500], output);

        // A signal below the noise keeps its least share, and the noise stays above it unless it is clamped.
        subtraction.Apply([100, 100], 0, output, 0);
        Assert.Equal([(1600 * 256 + 4000 * 768) >> 10, (1600 * 512 + 8000 * 512) >> 10], subtraction.Noise);
        Assert.Equal([100 * 51 >> 10, 100 * 51 >> 10], output);
        subtraction.IsClamping = true;
        subtraction.Apply([100, 100], 0, output, 0);
        Assert.Equal([1600, 1600], subtraction.Noise);
        subtraction.Reset();
        Assert.Equal([0, 0], subtraction.Noise);
    }

    [Fact]
    public void Gain_of_a_straight_table_is_straight_and_is_shrunk()
    {
        // gain(x) = 1024 at every noise: each piece has its value there and neither slope nor curvature.
        short[] table = new short[PcanGain.TableLength];
        table[0] = table[1] = 1024;
        for (int piece = 2; piece < table.Length; piece += 4)
        {
            table[piece] = 1024;
        }

        int[] noise = [0, 1, 2, 3, 1000, 0x7FFFFFFF, -1];
        int[] input = [4096, 4096, 40960, 4, 8, 40960, 7];
        int[] output = new int[input.Length];
        PcanGain.Apply(input, 0, noise, 0, input.Length, table, 0, 10, output, 0);
        for (int i = 0; i < input.Length; i++)
        {
            double x = input[i] / 4096.0;
            Assert.Equal(Math.Floor((x < 2 ? x * x / 4 : x - 1) * 64), output[i]);
        }
    }

    [Fact]
    public void Logarithms_are_off_by_no_more_than_a_step_of_the_table()
    {
        for (long value = 2; value < 1L << 32; value += 1 + value / 7)
        {
            // The largest step between two corrections is 224 / 65536 of ln 2, and the result is rounded.
            Assert.Equal(Math.Log(value) * 1000, LogScale.Of(value, 1000), 2.9);
        }

        short[] output = new short[4];
        LogScale.Apply([0, 1, -1, 2], 0, 4, 1600, 0, output, 0);
        Assert.Equal([0, 0, 32767, (short)Math.Round(Math.Log(2) * 1600)], output);
    }

    [Fact]
    public void Table_of_logarithms_is_its_formula()
    {
        short[] table = (short[])typeof(LogScale).GetField("_log2Table", BindingFlags.Static | BindingFlags.NonPublic)!.GetValue(null)!;
        Assert.Equal(
            Enumerable.Range(0, 129).Select(i => (short)Math.Round(65536 * (Math.Log2(1 + i / 128.0) - i / 128.0))), table);
    }
}
