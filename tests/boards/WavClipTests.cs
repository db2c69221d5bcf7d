// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.IO;
using System.Linq;
using System.Text;
using TinyInterp.AudioFiles;
using TinyInterp.Boards;
using Xunit;

namespace TinyInterp.Tests.Boards;

/// <summary>Recorded sound on a board: what it is read from, what is refused, and in which order it plays.</summary>
public class WavClipTests
{
    private static readonly string[] _files = ["01_bed.wav", "03_cat.wav", "05_happy.wav"];

    [Fact]
    public void The_embedded_clips_are_those_of_the_desktop_demonstration()
    {
        Assert.Equal(KeywordClips.Count, _files.Length);
        for (int i = 0; i < _files.Length; i++)
        {
            byte[] file = File.ReadAllBytes(RepositoryFiles.At("boards", "host", "clips", _files[i]));
            Assert.True(file.SequenceEqual(KeywordClips.Wav(i)), _files[i] + ": run boards/keyword-clips/make.sh");
            Assert.Equal(WavFile.Read(file, _files[i]).At(8000), Samples(new WavClip(file)));
        }
    }

    [Fact]
    public void Chunks_that_are_no_sound_are_passed_over()
    {
        byte[] file = Wav(1, 1, 8000, 16, [1, 0, 254, 255], extra: "LIST");

        Assert.Equal(new short[] { 1, -2 }, Samples(new WavClip(file)));
    }

    [Fact]
    public void Other_files_and_other_sound_are_refused_by_what_they_are()
    {
        byte[] good = Wav(1, 1, 8000, 16, [1, 0]);

        Refuse("not a WAV file", []);
        Refuse("not a WAV file", Encoding.ASCII.GetBytes("RIFF1234AVI and more"));
        Refuse("not 16 bit PCM", Wav(3, 1, 8000, 32, [1, 0, 0, 0]));
        Refuse("not 16 bit PCM", Wav(1, 1, 8000, 8, [1, 0]));
        Refuse("more than one channel", Wav(1, 2, 8000, 16, [1, 0, 1, 0]));
        Refuse("sample rate is not 8000", Wav(1, 1, 16000, 16, [1, 0]));
        Refuse("has no data", Wav(1, 1, 8000, 16, []));
        Refuse("has no data", good[..^10]);
        Refuse("cut off", good[..^1]);
        Refuse("cut off", good[..30]);
        Refuse("no format", [.. good[..12], .. good[36..]]);
    }

    [Fact]
    public void No_cut_or_changed_byte_does_more_than_be_refused()
    {
        byte[] good = Wav(1, 1, 8000, 16, [1, 0, 2, 0], extra: "LIST");
        for (int length = 0; length < good.Length; length++)
        {
            Assert.Throws<ArgumentException>(() => new WavClip(good[..length]));
        }

        for (int at = 0; at < good.Length; at++)
        {
            foreach (byte value in new byte[] { 0, 1, 127, 128, 255 })
            {
                byte[] changed = (byte[])good.Clone();
                changed[at] = value;
                try
                {
                    Samples(new WavClip(changed));
                }
                catch (ArgumentException)
                {
                }
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(256)]
    public void Clips_play_in_order_between_pauses_and_again(int block)
    {
        WavClip[] clips = [new WavClip(Wav(1, 1, 8000, 16, [1, 0, 2, 0])), new WavClip(Wav(1, 1, 8000, 16, [3, 0]))];
        WavClipSource source = new WavClipSource(clips, 3, 2);
        short[] round = [0, 0, 0, 1, 2, 0, 0, 0, 3];

        short[] samples = new short[block];
        short[] played = [];
        for (int count = source.Read(samples); count != 0; count = source.Read(samples))
        {
            played = [.. played, .. samples[..count]];
        }

        Assert.Equal([.. round, .. round, 0, 0, 0], played);
    }

    [Fact]
    public void Without_a_number_of_rounds_they_play_without_end()
    {
        WavClipSource source = new WavClipSource([new WavClip(Wav(1, 1, 8000, 16, [7, 0]))], 0, 0);
        short[] samples = new short[1000];

        Assert.Equal(1000, source.Read(samples));
        Assert.All(samples, sample => Assert.Equal(7, sample));
    }

    private static short[] Samples(WavClip clip)
    {
        short[] samples = new short[clip.Count];
        clip.Read(0, samples, 0, samples.Length);
        return samples;
    }

    private static void Refuse(string problem, byte[] file)
    {
        Assert.Contains(problem, Assert.Throws<ArgumentException>(() => new WavClip(file)).Message);
    }

    private static byte[] Wav(short format, short channels, int rate, short bits, byte[] data, string? extra = null)
    {
        MemoryStream stream = new MemoryStream();
        BinaryWriter writer = new BinaryWriter(stream);
        int size = channels * bits / 8;
        writer.Write("RIFF"u8);
        writer.Write(0);
        writer.Write("WAVE"u8);
        if (extra != null)
        {
            // An odd length, and so one byte more.
            writer.Write(Encoding.ASCII.GetBytes(extra));
            writer.Write(3);
            writer.Write(0);
        }

        writer.Write("fmt "u8);
        writer.Write(16);
        writer.Write(format);
        writer.Write(channels);
        writer.Write(rate);
        writer.Write(rate * size);
        writer.Write((short)size);
        writer.Write(bits);
        writer.Write("data"u8);
        writer.Write(data.Length);
        writer.Write(data);
        return stream.ToArray();
    }
}
