// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Buffers.Binary;
using System.IO;
using System.Linq;
using System.Text;
using TinyInterp.AudioFiles;
using Xunit;

namespace TinyInterp.Tests.Tools.AudioFiles;

/// <summary>WAV files of every kind, made byte by byte here.</summary>
public class WavFileTests
{
    [Fact]
    public void What_is_written_is_read()
    {
        short[] samples = [0, 1, -1, short.MaxValue, short.MinValue];

        WavFile file = WavFile.Read(WavFile.Write(samples, 8000), "a.wav");

        Assert.Equal(8000, file.Rate);
        Assert.Equal(1, file.Channels);
        Assert.Equal(samples, file.At(8000));
    }

    [Theory]
    [InlineData(1, 8)]
    [InlineData(1, 16)]
    [InlineData(1, 24)]
    [InlineData(1, 32)]
    [InlineData(3, 32)]
    [InlineData(3, 64)]
    public void Every_kind_of_sample_is_the_same_sound(int tag, int bits)
    {
        double[] values = [0, 0.5, -0.5, -1, 0.25];

        foreach (bool isExtensible in new[] { false, true })
        {
            WavFile file = WavFile.Read(Wav(tag, bits, 1, values, isExtensible), "a.wav");

            Assert.Equal(values.Select(value => (short)(value * 32768)), file.At(8000));
        }
    }

    [Fact]
    public void Channels_are_averaged()
    {
        WavFile file = WavFile.Read(Wav(1, 16, 3, [0.5, 0.25, 0, -0.5, 0.5, 0.75]), "a.wav");

        Assert.Equal(3, file.Channels);
        Assert.Equal([8192, 8192], file.At(8000));
    }

    [Fact]
    public void Floats_beyond_full_scale_are_clipped()
    {
        Assert.Equal([32767, -32768], WavFile.Read(Wav(3, 32, 1, [1.5, -7]), "a.wav").At(8000));
    }

    [Fact]
    public void Other_chunks_and_their_padding_are_skipped()
    {
        byte[] plain = Wav(1, 16, 1, [0.5, -0.5]);
        byte[] list = [.. "LIST"u8, 3, 0, 0, 0, 1, 2, 3, 0];

        byte[] between = [.. plain[..36], .. list, .. plain[36..], .. list];
        byte[] before = [.. plain[..12], .. list, .. plain[12..]];

        Assert.Equal([16384, -16384], WavFile.Read(between, "a.wav").At(8000));
        Assert.Equal([16384, -16384], WavFile.Read(before, "a.wav").At(8000));
    }

    [Fact]
    public void A_pipe_that_did_not_know_its_length_is_read_to_its_end()
    {
        byte[] bytes = Wav(1, 16, 1, [0.5, -0.5]);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(40), 0xFFFFFFFF);

        Assert.Equal(2, WavFile.Read(bytes, "a.wav").Samples.Length);
    }

    [Fact]
    public void What_is_no_such_file_is_refused_in_one_sentence()
    {
        byte[] good = Wav(1, 16, 1, [0.5, -0.5, 0.25]);

        Refused([], "is empty");
        Refused(Encoding.ASCII.GetBytes("This is a text, and a rather long one, which ends here."), "is not a WAV file");
        Refused(good[..^2], "is cut off");
        Refused(good[..30], "is cut off");
        Refused(good[..36], "no data chunk");
        Refused([.. good[..12], .. good[36..]], "no format chunk");
        Refused(Wav(1, 16, 1, []), "no samples");
        Refused(With(good, 20, 7), "compressed (format 7)");
        Refused(With(good, 22, 0), "no channels");
        Refused(With(good, 24, 0), "0 samples a second");
        Refused(With(good, 32, 3), "cannot take 3 bytes");
        Refused(With(good, 34, 12), "12-bit PCM");
        Refused([.. With(good, 16, 14)[..34], .. good[36..]], "format chunk is 14 bytes long");
        Refused(Wav(3, 32, 1, [double.NaN]), "not a number");
    }

    [Fact]
    public void Damage_anywhere_never_ends_in_another_exception()
    {
        byte[] good = Wav(1, 24, 2, [0.5, -0.5, 0.25, 0], isExtensible: true);
        Random random = new(1);
        for (int round = 0; round < 20000; round++)
        {
            byte[] bytes = good[..random.Next(good.Length + 1)];
            for (int i = random.Next(4); i > 0 && bytes.Length != 0; i--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            try
            {
                WavFile.Read(bytes, "a.wav");
            }
            catch (AudioException e)
            {
                Assert.DoesNotContain('\n', e.Message);
            }
        }
    }

    [Fact]
    public void A_path_that_is_no_file_is_refused()
    {
        using TemporaryFolder folder = new();

        Assert.Contains("no such file", Assert.Throws<AudioException>(() => WavFile.Read(folder.At("a.wav"))).Message);
        Assert.Contains("is a folder", Assert.Throws<AudioException>(() => WavFile.Read(folder.At(string.Empty))).Message);
    }

    internal static byte[] Wav(int tag, int bits, int channels, double[] values, bool isExtensible = false, int rate = 8000)
    {
        MemoryStream stream = new();
        BinaryWriter writer = new(stream);
        int width = bits / 8;
        int formatLength = isExtensible ? 40 : 16;
        writer.Write("RIFF"u8);
        writer.Write(4 + 8 + formatLength + 8 + values.Length * width);
        writer.Write("WAVEfmt "u8);
        writer.Write(formatLength);
        writer.Write((ushort)(isExtensible ? 0xFFFE : tag));
        writer.Write((ushort)channels);
        writer.Write(rate);
        writer.Write(rate * channels * width);
        writer.Write((ushort)(channels * width));
        writer.Write((ushort)bits);
        if (isExtensible)
        {
            writer.Write((ushort)22);
            writer.Write((ushort)bits);
            writer.Write(0);
            writer.Write((ushort)tag);
            writer.Write(new byte[14]);
        }

        writer.Write("data"u8);
        writer.Write(values.Length * width);
        foreach (double value in values)
        {
            if (tag == 3)
            {
                writer.Write(bits == 32 ? BitConverter.GetBytes((float)value) : BitConverter.GetBytes(value));
            }
            else
            {
                long whole = (long)(value * Math.Pow(2, bits - 1)) + (bits == 8 ? 128 : 0);
                writer.Write(BitConverter.GetBytes(whole)[..width]);
            }
        }

        return stream.ToArray();
    }

    private static byte[] With(byte[] bytes, int at, short value)
    {
        byte[] result = (byte[])bytes.Clone();
        BinaryPrimitives.WriteInt16LittleEndian(result.AsSpan(at), value);
        return result;
    }

    private static void Refused(byte[] bytes, string problem)
    {
        AudioException e = Assert.Throws<AudioException>(() => WavFile.Read(bytes, "a.wav"));
        Assert.StartsWith("a.wav: ", e.Message);
        Assert.Contains(problem, e.Message);
        Assert.DoesNotContain('\n', e.Message);
    }
}
