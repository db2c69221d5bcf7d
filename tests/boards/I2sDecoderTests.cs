// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Linq;
using TinyInterp.Boards;
using TinyInterp.Signal;
using Xunit;

namespace TinyInterp.Tests.Boards;

/// <summary>Samples out of a microphone's bytes.</summary>
public class I2sDecoderTests
{
    [Fact]
    public void At_the_front_end_s_rate_the_left_channel_is_made_eight_times_louder_and_clipped()
    {
        short[] left = [0, 1, -1, 60, 4095, 4096, -4096, -4097, short.MaxValue, short.MinValue];
        I2sDecoder decoder = new(8000);
        byte[] bytes = Frames(left);
        short[] samples = new short[left.Length];

        decoder.Decode(bytes, samples, samples.Length);

        Assert.Equal(bytes.Length, decoder.ByteCount(samples.Length));
        Assert.Equal(left.Select(sample => (short)Math.Clamp(sample * 8, short.MinValue, short.MaxValue)), samples);
    }

    [Fact]
    public void At_twice_the_rate_it_halves_as_the_decimator_does()
    {
        Random random = new(5);
        short[] left = Enumerable.Range(0, 512).Select(_ => (short)random.Next(-3000, 3000)).ToArray();
        I2sDecoder decoder = new(16000);
        short[] samples = new short[256];
        short[] expected = new short[256];

        decoder.Decode(Frames(left), samples, samples.Length);
        new HalfBandDecimator(3).Write(Frames(left), 0, 4, expected, expected.Length);

        Assert.Equal(4 * 512, decoder.ByteCount(256));
        Assert.Equal(expected, samples);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(11025)]
    [InlineData(44100)]
    public void Another_rate_is_refused(int rate)
    {
        Assert.Throws<ArgumentException>(() => new I2sDecoder(rate));
    }

    /// <summary>Frames whose right channel must not be heard.</summary>
    private static byte[] Frames(short[] left)
    {
        return left.SelectMany(sample => BitConverter.GetBytes(sample).Concat(BitConverter.GetBytes((short)12345))).ToArray();
    }
}
