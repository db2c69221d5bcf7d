// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using TinyInterp.Boards;
using TinyInterp.Keyword;
using Xunit;

namespace TinyInterp.Tests.Boards;

/// <summary>The boards' keyword app with models of any number of words, and any number of lights for them.</summary>
public class KeywordAppWordsTests
{
    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 3)]
    [InlineData(3, 3)]
    [InlineData(8, 3)]
    [InlineData(8, 8)]
    [InlineData(8, 0)]
    [InlineData(2, 1)]
    public void Each_word_is_printed_and_lights_its_light_if_it_has_one(int words, int lights)
    {
        Board board = new();
        ILed[] leds = Enumerable.Range(0, lights).Select(light => (ILed)new Led(board, light)).ToArray();

        NewApp(board, words, leds, Names(words)).Run();

        Assert.Equal("listening for " + string.Join(", ", Names(words)[..words]), board.Lines[0].Split(';')[0]);
        IEnumerable<string> expected = Enumerable.Range(0, words)
            .SelectMany(word => word < lights ? new[] { "light " + word + " on", "word" + word, "light " + word + " off" } : ["word" + word]);
        Assert.Equal(expected, board.Lines.Skip(1).Where(line => !line.Contains("computing")).Select(NameOf));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Labels_that_are_not_those_of_the_model_are_refused(int words)
    {
        ModelException error = Assert.Throws<ModelException>(() => NewApp(new Board(), 3, [], Names(words)));

        Assert.Equal(ErrorCode.ShapeMismatch, error.Code);
        Assert.Equal((words + 2, 5), (error.Expected, error.Found));
    }

    [Fact]
    public void The_shipped_labels_are_those_of_the_shipped_model()
    {
        Assert.Equal(KeywordLabels.All.Length - 2, KeywordLabels.KeywordCount);
        Assert.Equal(["unknown", "silence"], KeywordLabels.All[KeywordLabels.KeywordCount..]);
    }

    private static KeywordApp NewApp(Board board, int words, ILed[] leds, string[] labels)
    {
        RecognizerSettings settings = new() { Threshold = Tones.Threshold };
        return new KeywordApp(board, new Source(words), leds, settings, Tones.NetworkOf(words), labels, labels.Length - 2);
    }

    private static string[] Names(int words)
    {
        return [.. Enumerable.Range(0, words).Select(word => "word" + word), "unknown", "silence"];
    }

    /// <summary>"1.28 s word0 0.93" is word0; what lights say stays.</summary>
    private static string NameOf(string line)
    {
        return char.IsDigit(line[0]) ? line.Split(' ')[2] : line;
    }

    /// <summary>The words' tones, one after the other, between pauses that outlast the window.</summary>
    private sealed class Source : ISampleSource
    {
        private readonly short[] _samples;
        private int _at;

        internal Source(int words)
        {
            short[] pause = new short[8000 * 2];
            _samples = Enumerable.Range(0, words).SelectMany(word => pause.Concat(Tones.WordOf(word, 0.5))).Concat(pause).ToArray();
        }

        /// <inheritdoc />
        public int Read(short[] samples)
        {
            int count = Math.Min(samples.Length, _samples.Length - _at);
            Array.Copy(_samples, _at, samples, 0, count);
            _at += count;
            return count;
        }
    }

    private sealed class Board : IBoard
    {
        internal List<string> Lines { get; } = new();

        /// <inheritdoc />
        public string Name => "a board";

        /// <inheritdoc />
        public long Milliseconds => 0;

        /// <inheritdoc />
        public long FreeHeap => 1_000_000;

        /// <inheritdoc />
        public void WriteLine(string line)
        {
            Lines.Add(line);
        }
    }

    private sealed class Led : ILed
    {
        private readonly Board _board;
        private readonly int _number;

        internal Led(Board board, int number)
        {
            _board = board;
            _number = number;
        }

        /// <inheritdoc />
        public void Set(bool isOn)
        {
            _board.WriteLine("light " + _number + (isOn ? " on" : " off"));
        }
    }
}
