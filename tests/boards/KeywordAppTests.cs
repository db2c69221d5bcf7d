// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Globalization;
using System.Linq;
using TinyInterp.Boards;
using Xunit;

namespace TinyInterp.Tests.Boards;

/// <summary>The keyword application of the boards, with recorded words for sound and lines of text for lights.</summary>
public class KeywordAppTests
{
    private static readonly Lazy<string[]> _shown = new(() => Lines(KeywordAppRun.Show()));

    [Fact]
    public void It_hears_each_word_once_and_in_order()
    {
        string[] words = _shown.Value.Where(IsWord).Select(line => line.Split(' ')[2]).ToArray();

        Assert.Equal(Enumerable.Repeat(new[] { "bed", "cat", "happy" }, KeywordAppRun.Rounds).SelectMany(round => round), words);
        Assert.All(_shown.Value.Where(IsWord), line => Assert.Matches(@"^[0-9]+\.[0-9][0-9] s [a-z]+ (0\.[0-9][0-9]|1\.00)$", line));
    }

    [Fact]
    public void Each_word_is_heard_at_its_end()
    {
        double[] times = _shown.Value.Where(IsWord).Select(line => double.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture)).ToArray();
        double at = 0;
        for (int i = 0; i < times.Length; i++)
        {
            at += (KeywordAppRun.Pause + new WavClip(KeywordClips.Wav(i % KeywordClips.Count)).Count) / 8000.0;
            Assert.InRange(times[i], at - 0.4, at + 0.8);
        }
    }

    [Fact]
    public void Each_word_lights_its_own_light_which_goes_out()
    {
        string[] round = ["red on", "bed", "red off", "green on", "cat", "green off", "happy"];
        string[] seen = _shown.Value.Where(line => IsWord(line) || line.EndsWith(" on") || line.EndsWith(" off"))
            .Select(line => IsWord(line) ? line.Split(' ')[2] : line)
            .ToArray();

        Assert.Equal(Enumerable.Repeat(round, KeywordAppRun.Rounds).SelectMany(lines => lines), seen);
    }

    [Fact]
    public void Nothing_is_allocated_but_for_lines()
    {
        Assert.DoesNotContain(_shown.Value, line => line.StartsWith("allocated"));
        Assert.Contains("10 s: 0 of 0 ms computing per second of sound, 12345 bytes of heap free", _shown.Value);
        Assert.Equal("TinyInterp on a board", _shown.Value[1]);
        Assert.Equal("needs " + KeywordApp.HeapBytes + " bytes of heap, has 12345", _shown.Value[2]);
        Assert.Matches("^listening for bed, cat, happy; arena [0-9]+ bytes$", _shown.Value[3]);
    }

    [Fact]
    public void The_device_build_shows_the_same()
    {
        string[] device = Lines(KeywordAppRun.OnDeviceProfile());

        Assert.Equal("True", device[0]);
        Assert.Equal("False", _shown.Value[0]);
        Assert.Equal(_shown.Value[1..], device[1..]);
    }

    [Fact]
    public void It_takes_the_heap_that_it_says()
    {
        // Beside the objects that stay, there is what making them leaves behind until it is collected.
        const int Leftovers = 4 * 1024;
        int bytes = KeywordAppRun.HeapOnDeviceProfile();

        Assert.InRange(KeywordApp.HeapBytes, bytes + Leftovers / 2, bytes + Leftovers);
    }

    private static bool IsWord(string line)
    {
        return line.Contains(" s ") && char.IsDigit(line[0]) && !line.Contains("computing");
    }

    private static string[] Lines(string text)
    {
        return text.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
    }
}
