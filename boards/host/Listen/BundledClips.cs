// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using TinyInterp.AudioFiles;
using TinyInterp.Spotting;

namespace TinyInterp.Boards.Host.Listen;

/// <summary>The clips that come with this program, one after the other over faint noise, as one stream.</summary>
public static class BundledClips
{
    private const string Folder = "clips/";
    private const int Pause = Detection.SampleRate * 8 / 10;
    private const int End = Detection.SampleRate * 5 / 4;
    private const int NoiseAmplitude = 12;

    /// <summary>The stream.</summary>
    public static short[] Stream()
    {
        Assembly self = typeof(BundledClips).Assembly;
        List<short> stream = new(new short[Pause]);
        foreach (string name in self.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using Stream file = self.GetManifestResourceStream(name)!;
            using MemoryStream bytes = new();
            file.CopyTo(bytes);
            stream.AddRange(WavFile.Read(bytes.ToArray(), name).At(Detection.SampleRate));
            stream.AddRange(new short[Pause]);
        }

        stream.AddRange(new short[End - Pause]);
        return WithNoise(stream.ToArray());
    }

    /// <summary>Noise that is the same each time, as a room's would never be.</summary>
    private static short[] WithNoise(short[] samples)
    {
        uint state = 2463534242;
        for (int i = 0; i < samples.Length; i++)
        {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            samples[i] = (short)Math.Clamp(samples[i] + (int)(state % (2 * NoiseAmplitude + 1)) - NoiseAmplitude, short.MinValue, short.MaxValue);
        }

        return samples;
    }
}
