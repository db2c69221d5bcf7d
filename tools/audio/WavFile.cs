// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Buffers.Binary;
using System.IO;

namespace TinyInterp.AudioFiles;

/// <summary>
/// Sound of a WAV file: a RIFF of type WAVE with a chunk "fmt " of at least 16 bytes (format tag, channels, rate, bytes a second, bytes a
/// frame, bits a sample) and behind it a chunk "data"; other chunks are skipped, each is padded to an even length. All numbers are
/// little-endian. Format 1 is integers (8 bits unsigned, else signed), 3 IEEE floats from -1 to 1, 0xFFFE has the tag at byte 24.
/// </summary>
public sealed class WavFile
{
    private const int HeaderLength = 12;
    private const int ChunkHeaderLength = 8;
    private const int PcmTag = 1;
    private const int FloatTag = 3;
    private const int ExtensibleTag = 0xFFFE;

    // Programs that write to a pipe cannot go back to fill in the length: ffmpeg writes ~0, sox 0x7FFFF000 less a few bytes.
    private const uint LengthUnknown = 0x7FFF0000;

    private WavFile(string place, int rate, int channels, float[] samples)
    {
        Place = place;
        Rate = rate;
        Channels = channels;
        Samples = samples;
    }

    /// <summary>The file, for messages.</summary>
    public string Place { get; }

    /// <summary>Samples a second.</summary>
    public int Rate { get; }

    /// <summary>Channels in the file.</summary>
    public int Channels { get; }

    /// <summary>The mean of the channels, in steps of a 16-bit sample, usually within -32768 to 32767.</summary>
    public float[] Samples { get; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="AudioException">It cannot be read, or is not such a WAV file.</exception>
    public static WavFile Read(string path)
    {
        if (Directory.Exists(path))
        {
            throw new AudioException(path, "is a folder, not a WAV file");
        }

        if (!File.Exists(path))
        {
            throw new AudioException(path, "there is no such file");
        }

        try
        {
            return Read(File.ReadAllBytes(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AudioException(path, "cannot be read: " + e.Message);
        }
    }

    /// <summary>Reads the bytes of a file.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="place">Its name, for messages.</param>
    /// <exception cref="AudioException">It is not such a WAV file.</exception>
    public static WavFile Read(byte[] bytes, string place)
    {
        if (bytes.Length < HeaderLength || !IsAt(bytes, 0, "RIFF") || !IsAt(bytes, 8, "WAVE"))
        {
            throw new AudioException(place, bytes.Length == 0 ? "is empty, not a WAV file" : "is not a WAV file (no RIFF and WAVE at its beginning)");
        }

        int format = -1;
        int formatLength = 0;
        long at = HeaderLength;
        while (at + ChunkHeaderLength <= bytes.Length)
        {
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan((int)at + 4));
            long start = at + ChunkHeaderLength;
            if (IsAt(bytes, (int)at, "data"))
            {
                if (format < 0)
                {
                    throw new AudioException(place, "is not a sound WAV: there is no format chunk before its data");
                }

                if (length >= LengthUnknown)
                {
                    length = (uint)(bytes.Length - start);
                }

                RequireWhole(bytes, place, "data", start, length);
                return new Decoder(bytes, place, format, formatLength).Decode((int)start, (int)length);
            }

            if (IsAt(bytes, (int)at, "fmt "))
            {
                RequireWhole(bytes, place, "format", start, length);
                format = (int)start;
                formatLength = (int)length;
            }

            at = start + length + (length & 1);
        }

        throw new AudioException(place, "is a WAV file without sound: it has no data chunk");
    }

    /// <summary>The samples at another rate, rounded to 16 bits; samples of the same rate stay what they are.</summary>
    public short[] At(int rate)
    {
        float[] samples = Rate == rate ? Samples : new Resampler(Rate, rate).Resample(Samples);
        short[] result = new short[samples.Length];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = (short)Math.Clamp(MathF.Round(samples[i]), short.MinValue, short.MaxValue);
        }

        return result;
    }

    /// <summary>The bytes of a file of one channel of 16-bit samples.</summary>
    public static byte[] Write(short[] samples, int rate)
    {
        const int Start = HeaderLength + ChunkHeaderLength + 16 + ChunkHeaderLength;
        int length = samples.Length * sizeof(short);
        byte[] bytes = new byte[Start + length];
        Span<byte> all = bytes;
        "RIFF"u8.CopyTo(all);
        BinaryPrimitives.WriteInt32LittleEndian(all[4..], bytes.Length - ChunkHeaderLength);
        "WAVEfmt "u8.CopyTo(all[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(all[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(all[20..], PcmTag);
        BinaryPrimitives.WriteInt16LittleEndian(all[22..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(all[24..], rate);
        BinaryPrimitives.WriteInt32LittleEndian(all[28..], rate * sizeof(short));
        BinaryPrimitives.WriteInt16LittleEndian(all[32..], sizeof(short));
        BinaryPrimitives.WriteInt16LittleEndian(all[34..], 16);
        "data"u8.CopyTo(all[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(all[40..], length);
        for (int i = 0; i < samples.Length; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(all[(Start + i * sizeof(short))..], samples[i]);
        }

        return bytes;
    }

    private static bool IsAt(byte[] bytes, int at, string name)
    {
        for (int i = 0; i < name.Length; i++)
        {
            if (bytes[at + i] != name[i])
            {
                return false;
            }
        }

        return true;
    }

    private static void RequireWhole(byte[] bytes, string place, string chunk, long start, uint length)
    {
        if (start + length > bytes.Length)
        {
            throw new AudioException(
                place, "is cut off: its " + chunk + " chunk says " + length + " bytes, the file has " + (bytes.Length - start) + " of them");
        }
    }

    /// <summary>Knows how samples are written.</summary>
    private sealed class Decoder
    {
        private readonly byte[] _bytes;
        private readonly string _place;
        private readonly int _tag;
        private readonly int _channels;
        private readonly int _rate;
        private readonly int _width;

        internal Decoder(byte[] bytes, string place, int format, int formatLength)
        {
            _bytes = bytes;
            _place = place;
            Require(formatLength >= 16, "has a damaged header: its format chunk is " + formatLength + " bytes long, at least 16 are needed");
            _tag = UInt16(format);
            _channels = UInt16(format + 2);
            uint rate = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(format + 4));
            int frame = UInt16(format + 12);
            int bits = UInt16(format + 14);
            if (_tag == ExtensibleTag)
            {
                Require(formatLength >= 40, "has a damaged header: its extensible format chunk is " + formatLength + " bytes long, 40 are needed");
                _tag = UInt16(format + 24);
            }

            Require(_tag is PcmTag or FloatTag, "is compressed (format " + _tag + "); only PCM and float samples can be read");
            Require(
                _tag == PcmTag ? bits is 8 or 16 or 24 or 32 : bits is 32 or 64,
                "has " + bits + "-bit " + (_tag == PcmTag ? "PCM" : "float") + " samples; PCM of 8, 16, 24, 32 and float of 32, 64 bits can be read");
            Require(_channels != 0, "has a damaged header: it has no channels");
            Require(
                rate >= Resampler.LowestRate && rate <= Resampler.HighestRate,
                "has " + rate + " samples a second; " + Resampler.LowestRate + " to " + Resampler.HighestRate + " can be read");
            _width = bits / 8;
            _rate = (int)rate;
            Require(
                frame == _width * _channels,
                "has a damaged header: " + _channels + " channels of " + bits + " bits cannot take " + frame + " bytes");
        }

        internal WavFile Decode(int start, int length)
        {
            int frames = length / (_width * _channels);
            Require(frames != 0, "is a WAV file without sound: it has no samples");
            float[] samples = new float[frames];
            int at = start;
            for (int i = 0; i < frames; i++)
            {
                double sum = 0;
                for (int c = 0; c < _channels; c++)
                {
                    sum += Sample(at);
                    at += _width;
                }

                samples[i] = (float)(sum / _channels);
                Require(float.IsFinite(samples[i]), "has a sample that is not a number");
            }

            return new WavFile(_place, _rate, _channels, samples);
        }

        private double Sample(int at)
        {
            ReadOnlySpan<byte> bytes = _bytes.AsSpan(at);
            switch (_width)
            {
                case 1:
                    return (bytes[0] - 128) * 256;
                case 2:
                    return BinaryPrimitives.ReadInt16LittleEndian(bytes);
                case 3:
                    return ((bytes[0] << 8) | (bytes[1] << 16) | (bytes[2] << 24)) / 65536.0;
                case 4:
                    return _tag == PcmTag
                        ? BinaryPrimitives.ReadInt32LittleEndian(bytes) / 65536.0
                        : BinaryPrimitives.ReadSingleLittleEndian(bytes) * 32768.0;
                default:
                    return BinaryPrimitives.ReadDoubleLittleEndian(bytes) * 32768.0;
            }
        }

        private int UInt16(int at)
        {
            return BinaryPrimitives.ReadUInt16LittleEndian(_bytes.AsSpan(at));
        }

        private void Require(bool isSo, string problem)
        {
            if (!isSo)
            {
                throw new AudioException(_place, problem);
            }
        }
    }
}
