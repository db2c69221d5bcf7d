// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using TinyInterp.Signal;
using Xunit;

namespace TinyInterp.Tests.Signal;

/// <summary>What cuts, joins, delays and stacks streams, against the whole stream looked at as a list.</summary>
public class StreamTests
{
    [Theory]
    [InlineData(5, 2, true)]
    [InlineData(5, 2, false)]
    [InlineData(4, 4, true)]
    [InlineData(3, 5, false)]
    [InlineData(3, 5, true)]
    [InlineData(1, 1, false)]
    public void Frames_are_slices_of_the_stream(int size, int step, bool isPrefilled)
    {
        short[] samples = Stream(step * 12);
        List<short> stream = new List<short>(new short[isPrefilled ? Math.Max(0, size - step) : 0]);
        Framer framer = new Framer(size, step, isPrefilled);
        for (int round = 0; round < 2; round++)
        {
            int start = 0;
            List<short> heard = new List<short>(stream);
            for (int s = 0; s < samples.Length; s += step)
            {
                heard.AddRange(samples.Skip(s).Take(step));
                short[] frame = new short[size];
                bool hasFrame = heard.Count - start >= size;
                Assert.Equal(hasFrame, framer.Write(samples, s, frame, 0));
                if (hasFrame)
                {
                    Assert.Equal(heard.Skip(start).Take(size), frame);
                    start += step;
                }
            }

            framer.Reset();
        }
    }

    [Theory]
    [InlineData(0, 4)]
    [InlineData(3, 4)]
    [InlineData(9, 4)]
    public void Delayed_samples_come_later(int length, int block)
    {
        short[] samples = Stream(block * 8);
        short[] delayed = new short[samples.Length];
        Delay delay = new Delay(length, block);
        for (int round = 0; round < 2; round++)
        {
            for (int s = 0; s < samples.Length; s += block)
            {
                delay.Apply(samples, s, delayed, s);
            }

            Assert.Equal(new short[length].Concat(samples).Take(samples.Length), delayed);
            delay.Reset();
        }
    }

    [Theory]
    [InlineData(3, 0, 1)]
    [InlineData(2, 2, 2)]
    [InlineData(0, 1, 2)]
    [InlineData(0, 0, 1)]
    public void Stacks_hold_the_neighbours(int left, int right, int step)
    {
        const int Channels = 3;
        short[] samples = Stream(Channels * 14);
        Stacker stacker = new Stacker(Channels, left, right, step);
        for (int round = 0; round < 2; round++)
        {
            List<short> heard = Enumerable.Repeat(samples.Take(Channels), left).SelectMany(vector => vector).ToList();
            int start = 0;
            for (int s = 0; s < samples.Length; s += Channels)
            {
                heard.AddRange(samples.Skip(s).Take(Channels));
                short[] stack = new short[stacker.Size];
                bool hasStack = heard.Count - start >= stacker.Size;
                Assert.Equal(hasStack, stacker.Write(samples, s, stack, 0));
                if (hasStack)
                {
                    Assert.Equal(heard.Skip(start).Take(stacker.Size), stack);
                    start += Channels * step;
                }
            }

            stacker.Reset();
        }
    }

    [Fact]
    public void Overlapping_frames_add_up_and_saturate()
    {
        short[] output = new short[2];
        OverlapAddInt16 joiner = new OverlapAddInt16(5, 2);
        joiner.Apply([1, 2, 30000, -30000, 5], 0, output, 0);
        Assert.Equal([1, 2], output);
        joiner.Apply([30000, -30000, 10, 20, 30], 0, output, 0);
        Assert.Equal([32767, -32768], output);
        joiner.Apply([0, 0, 0, 0, 0], 0, output, 0);
        Assert.Equal([15, 20], output);
        joiner.Reset();
        joiner.Apply([7, 8, 0, 0, 0], 0, output, 0);
        Assert.Equal([7, 8], output);

        float[] reals = new float[1];
        OverlapAddSingle single = new OverlapAddSingle(2, 1);
        single.Apply([0.5f, 0.25f], 0, reals, 0);
        single.Apply([1f, 2f], 0, reals, 0);
        Assert.Equal([1.25f], reals);
    }

    [Fact]
    public void Impossible_sizes_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new Framer(0, 1, false));
        Assert.Throws<ArgumentException>(() => new Framer(1, 0, false));
        Assert.Throws<ArgumentException>(() => new Delay(-1, 1));
        Assert.Throws<ArgumentException>(() => new Stacker(1, 1, 1, 4));
        Assert.Throws<ArgumentException>(() => new OverlapAddInt16(2, 3));
        Assert.Throws<ArgumentException>(() => WindowFunction.Hann(0, 3));
    }

    private static short[] Stream(int count)
    {
        return Enumerable.Range(1, count).Select(i => (short)i).ToArray();
    }
}
