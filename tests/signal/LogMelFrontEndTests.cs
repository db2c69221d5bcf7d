// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Linq;
using TinyInterp.Signal;
using Xunit;

namespace TinyInterp.Tests.Signal;

/// <summary>The streaming front end against its definition in double.</summary>
public class LogMelFrontEndTests
{
    private static readonly int[] _edges = [3, 7, 11, 16, 21, 27, 34, 42, 52, 62, 74, 88, 104, 122];

    [Theory]
    [InlineData(16)]
    [InlineData(64)]
    [InlineData(256)]
    [InlineData(1024)]
    public void Power_is_the_squared_transform_of_the_windowed_frame(int length)
    {
        short[] samples = Noise(length, 32767, length);
        long[] power = new long[length / 2];
        new PowerSpectrum(length).Transform(samples, 0, power);
        double largest = power.Max();
        for (int k = 1; k < length / 2; k++)
        {
            // The twiddle factors have 15 bits: each stage may be wrong by 2^-15 of what it holds.
            Assert.Equal(Power(samples, k), power[k], largest / 4096);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(32)]
    [InlineData(96)]
    [InlineData(512)]
    [InlineData(4096)]
    public void Lengths_that_do_not_work_are_refused(int length)
    {
        Assert.Throws<ArgumentException>(() => new PowerSpectrum(length));
    }

    [Fact]
    public void Full_scale_square_waves_do_not_overflow()
    {
        short[] samples = Enumerable.Range(0, 1024).Select(i => (i / 16) % 2 == 0 ? short.MaxValue : short.MinValue).ToArray();
        long[] power = new long[512];
        new PowerSpectrum(1024).Transform(samples, 0, power);
        Assert.All(power, p => Assert.InRange(p, 0, long.MaxValue));
        Assert.Equal(Power(samples, 32), power[32], power[32] / 1000.0);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(200)]
    [InlineData(10000)]
    [InlineData(32767)]
    public void Features_are_logarithms_of_band_energies(int amplitude)
    {
        short[] samples = Noise(LogMelFrontEnd.FrameLength, amplitude, amplitude);
        LogMelFrontEnd frontEnd = new LogMelFrontEnd(_edges);
        sbyte[] features = new sbyte[frontEnd.BandCount];
        frontEnd.Write(samples, 0, samples.Length);
        frontEnd.Read(features, 0);
        for (int b = 0; b < features.Length; b++)
        {
            double energy = 0;
            for (int k = _edges[b]; k < _edges[b + 2]; k++)
            {
                int top = _edges[b + 1];
                energy += 64 * Power(samples, k) * (k < top ? (k - _edges[b]) / (double)(top - _edges[b]) : (_edges[b + 2] - k) / (double)(_edges[b + 2] - top));
            }

            // Half a step of rounding, and the mantissa's six bits.
            Assert.Equal(Math.Clamp(8 * Math.Log2(energy) - 352, -128, 127), features[b], 0.62);
        }
    }

    [Fact]
    public void Silence_is_the_lowest_feature_and_offset_is_silence()
    {
        foreach (short level in new short[] { 0, 3000, -3000 })
        {
            LogMelFrontEnd frontEnd = new LogMelFrontEnd(_edges);
            sbyte[] features = new sbyte[12];
            frontEnd.Write(Enumerable.Repeat(level, 256).ToArray(), 0, 256);
            frontEnd.Read(features, 0);
            Assert.All(features, f => Assert.Equal(-128, f));
        }
    }

    [Fact]
    public void Pieces_of_any_size_give_the_same_frames()
    {
        short[] samples = Noise(2048, 5000, 3);
        sbyte[] whole = Stream(samples, 2048);
        Assert.Equal(8 * 12, whole.Length);
        foreach (int piece in new[] { 1, 100, 256, 700 })
        {
            Assert.Equal(whole, Stream(samples, piece));
        }
    }

    [Fact]
    public void A_complete_frame_takes_no_more_samples_until_it_is_read()
    {
        LogMelFrontEnd frontEnd = new LogMelFrontEnd(_edges);
        Assert.Equal(256, frontEnd.Write(new short[300], 0, 300));
        Assert.True(frontEnd.IsFrameReady);
        Assert.Equal(0, frontEnd.Write(new short[300], 256, 44));
        frontEnd.Read(new sbyte[12], 0);
        Assert.Equal(44, frontEnd.Write(new short[300], 256, 44));
    }

    [Theory]
    [InlineData(0, 10, 20)]
    [InlineData(1, 64, 129)]
    public void Bands_outside_the_spectrum_are_refused(params int[] edges)
    {
        Assert.Throws<ArgumentException>(() => new LogMelFrontEnd(edges));
    }

    private static sbyte[] Stream(short[] samples, int piece)
    {
        LogMelFrontEnd frontEnd = new LogMelFrontEnd(_edges);
        sbyte[] all = new sbyte[samples.Length / 256 * 12];
        int frames = 0;
        for (int at = 0; at < samples.Length; at += piece)
        {
            int left = Math.Min(piece, samples.Length - at);
            int from = at;
            while (left != 0)
            {
                int taken = frontEnd.Write(samples, from, left);
                from += taken;
                left -= taken;
                if (frontEnd.IsFrameReady)
                {
                    frontEnd.Read(all, 12 * frames++);
                }
            }
        }

        return all;
    }

    private static short[] Noise(int count, int amplitude, int seed)
    {
        Random random = new Random(seed);
        return Enumerable.Range(0, count).Select(_ => (short)random.Next(-amplitude, amplitude + 1)).ToArray();
    }

    /// <summary>The definition: Hann weights of 14 bits, 8 bits of the amplitude dropped.</summary>
    private static double Power(short[] samples, int k)
    {
        double re = 0;
        double im = 0;
        for (int i = 0; i < samples.Length; i++)
        {
            double weight = Math.Round((0.5 - 0.5 * Math.Cos(2 * Math.PI * (i + 0.5) / samples.Length)) * 16384);
            re += samples[i] * weight * Math.Cos(2 * Math.PI * k * i / samples.Length);
            im -= samples[i] * weight * Math.Sin(2 * Math.PI * k * i / samples.Length);
        }

        return (re * re + im * im) / 65536;
    }
}
