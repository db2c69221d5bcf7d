// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Boards;

/// <summary>The sound in the bytes of a WAV file: 16 bit PCM, one channel, 8 kHz, and nothing else. It is read where it lies.</summary>
public sealed class WavClip
{
    private const int RiffTag = 0x46464952;
    private const int WaveTag = 0x45564157;
    private const int FormatTag = 0x20746D66;
    private const int DataTag = 0x61746164;
    private const int HeaderLength = 12;
    private const int ChunkHeaderLength = 8;
    private const int FormatLength = 16;
    private const int Pcm = 1;
    private const int SampleRate = 8000;

    private readonly byte[] _file;
    private readonly int _data;

    /// <summary>Finds the sound.</summary>
    /// <param name="file">All bytes of the file.</param>
    /// <exception cref="ArgumentException">It is no WAV file, it is cut off, or its sound has another form; the message says which.</exception>
    public WavClip(byte[] file)
    {
        Require(file.Length >= HeaderLength && Int32(file, 0) == RiffTag && Int32(file, 8) == WaveTag, "not a WAV file");
        _file = file;
        bool isFormatKnown = false;
        int at = HeaderLength;
        while (_data == 0)
        {
            Require(at <= file.Length - ChunkHeaderLength, "the WAV file has no data");
            int tag = Int32(file, at);
            int length = Int32(file, at + 4);
            at += ChunkHeaderLength;
            Require(length >= 0 && length <= file.Length - at, "the WAV file is cut off");
            if (tag == FormatTag)
            {
                Require(length >= FormatLength, "the WAV file is cut off");
                RequireFormat(file, at);
                isFormatKnown = true;
            }
            else if (tag == DataTag)
            {
                Require(isFormatKnown, "the WAV file has no format before its data");
                Require(length >= 2, "the WAV file has no data");
                _data = at;
                Count = length / 2;
            }

            // Chunks begin at even places.
            at += length + (length & 1);
        }
    }

    /// <summary>Number of samples.</summary>
    public int Count { get; }

    /// <summary>Copies samples out.</summary>
    /// <param name="from">Index of the first.</param>
    /// <param name="samples">Receives them.</param>
    /// <param name="start">Index at which.</param>
    /// <param name="count">How many.</param>
    public void Read(int from, short[] samples, int start, int count)
    {
        Pcm16.Decode(_file, _data + from * 2, samples, start, count);
    }

    private static void RequireFormat(byte[] file, int at)
    {
        Require(Int16(file, at) == Pcm && Int16(file, at + 14) == 16, "the WAV file is not 16 bit PCM");
        Require(Int16(file, at + 2) == 1, "the WAV file has more than one channel");
        Require(Int32(file, at + 4) == SampleRate, "the WAV file's sample rate is not 8000 Hz");
    }

    private static int Int16(byte[] file, int at)
    {
        return file[at] | file[at + 1] << 8;
    }

    private static int Int32(byte[] file, int at)
    {
        return Int16(file, at) | Int16(file, at + 2) << 16;
    }

    private static void Require(bool isFulfilled, string problem)
    {
        if (!isFulfilled)
        {
            throw new ArgumentException(problem);
        }
    }
}
