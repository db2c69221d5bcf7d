// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using TinyInterp.AudioFiles;

namespace TinyInterp.Spotting;

/// <summary>
/// A long recording made of clips: pauses of one to four seconds, between them a keyword (one time in four) or another clip, all over
/// background noise whose level changes every half minute. The same clips and seed always give the same recording.
/// </summary>
public sealed class LongRecording
{
    private const int Rate = Detection.SampleRate;
    private const int SectionLength = 30 * Rate;
    private const double KeywordShare = 0.25;
    private const double QuietestNoise = 20;
    private const double LoudestNoise = 200;

    private readonly Random _random;
    private readonly short[] _samples;
    private readonly StringBuilder _labels = new();

    private LongRecording(int seconds, int seed)
    {
        _random = new Random(seed);
        _samples = new short[seconds * Rate];
    }

    /// <summary>The sound, 8 kHz.</summary>
    public short[] Samples => _samples;

    /// <summary>A line `start end class` for each clip, as <see cref="SpokenWord.Read"/> takes it.</summary>
    public string Labels => _labels.ToString();

    /// <summary>Makes one.</summary>
    /// <param name="set">The clips, of keywords, of others, and of noise; any may be missing.</param>
    /// <param name="spotter">Knows what is a keyword.</param>
    /// <param name="seconds">Its length.</param>
    /// <param name="seed">Another seed is another recording.</param>
    /// <exception cref="AudioException">A clip cannot be read.</exception>
    public static LongRecording Of(ClipSet set, ISpotter spotter, int seconds, int seed)
    {
        IReadOnlyList<ClipKind> kinds = ClipKind.Of(set, spotter);
        Clip[] Clips(Func<ClipKind, bool> isWanted)
        {
            return set.Clips.Where((_, i) => isWanted(kinds[i])).ToArray();
        }

        LongRecording recording = new(seconds, seed);
        recording.AddNoise(Clips(kind => kind.IsSilence));
        recording.AddSpeech(Clips(kind => kind.IsKeyword), Clips(kind => !kind.IsKeyword && !kind.IsSilence));
        return recording;
    }

    private void AddNoise(Clip[] clips)
    {
        for (int at = 0; at < _samples.Length && clips.Length != 0; at += SectionLength)
        {
            short[] noise = clips[_random.Next(clips.Length)].Samples(Rate);
            double level = Math.Sqrt(noise.Average(sample => (double)sample * sample));
            double wanted = QuietestNoise * Math.Pow(LoudestNoise / QuietestNoise, _random.NextDouble());
            double gain = level == 0 ? 0 : wanted / level;
            int from = _random.Next(noise.Length);
            for (int i = 0; i < SectionLength && at + i < _samples.Length; i++)
            {
                Add(at + i, noise[(from + i) % noise.Length] * gain);
            }
        }
    }

    private void AddSpeech(Clip[] keywords, Clip[] others)
    {
        int at = Pause();
        while (keywords.Length + others.Length != 0)
        {
            bool isKeyword = others.Length == 0 || (keywords.Length != 0 && _random.NextDouble() < KeywordShare);
            Clip clip = isKeyword ? keywords[_random.Next(keywords.Length)] : others[_random.Next(others.Length)];
            short[] sound = clip.Samples(Rate);
            if (at + sound.Length > _samples.Length)
            {
                return;
            }

            for (int i = 0; i < sound.Length; i++)
            {
                Add(at + i, sound[i]);
            }

            _labels.AppendLine(string.Create(
                CultureInfo.InvariantCulture, $"{(double)at / Rate:0.000}\t{(double)(at + sound.Length) / Rate:0.000}\t{clip.Class}"));
            at += sound.Length + Pause();
        }
    }

    private int Pause()
    {
        return _random.Next(Rate, 4 * Rate);
    }

    private void Add(int at, double value)
    {
        _samples[at] = (short)Math.Clamp(Math.Round(_samples[at] + value), short.MinValue, short.MaxValue);
    }
}
