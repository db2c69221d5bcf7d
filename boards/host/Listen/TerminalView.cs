// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using Spectre.Console;
using Spectre.Console.Rendering;
using TinyInterp.Spotting;

namespace TinyInterp.Boards.Host.Listen;

/// <summary>The live picture of a terminal: the last seconds' features in colour, the scores as bars, and what was heard.</summary>
internal sealed class TerminalView : IListenView
{
    private const int Columns = 72;
    private const int BarWidth = 40;
    private const int LinesOfWords = 8;
    private const int FramesPerRefresh = 2;
    private const int FramesOfFlash = 16;

    private readonly List<sbyte[]> _frames = new();
    private readonly List<string> _words = new();
    private readonly LiveDisplayContext _context;
    private readonly string _title;
    private int _flash;

    internal TerminalView(LiveDisplayContext context, string title)
    {
        _context = context;
        _title = title;
    }

    /// <inheritdoc />
    public void ShowFrame(ISpotter spotter)
    {
        if (_frames.Count == Columns)
        {
            _frames.RemoveAt(0);
        }

        _frames.Add((sbyte[])spotter.Frame.Clone());
        _flash = Math.Max(0, _flash - 1);
        if (spotter.FrameCount % FramesPerRefresh == 0)
        {
            _context.UpdateTarget(Picture(spotter, _title, _frames, _words, _flash != 0));
        }
    }

    /// <inheritdoc />
    public void ShowDetection(string word, Detection detection)
    {
        if (_words.Count == LinesOfWords)
        {
            _words.RemoveAt(0);
        }

        _words.Add(PlainView.Line(word, detection));
        _flash = FramesOfFlash;
    }

    internal static IRenderable Picture(
        ISpotter spotter, string title, IReadOnlyList<sbyte[]> frames, IReadOnlyList<string> words, bool isFlashing)
    {
        Grid scores = new Grid().AddColumn().AddColumn().AddColumn();
        for (int label = 0; label < spotter.Labels.Count; label++)
        {
            bool isKeyword = label < spotter.KeywordCount;
            bool isHigh = isKeyword && spotter.Score(label) >= spotter.Threshold;
            int filled = spotter.Score(label) * BarWidth / 256;
            scores.AddRow(
                new Text(spotter.Labels[label], new Style(isKeyword ? Color.White : Color.Grey)),
                new Markup("[" + (isHigh ? "green" : isKeyword ? "blue" : "grey") + "]" + new string('█', filled) + "[/][grey23]"
                    + new string('░', BarWidth - filled) + "[/]"),
                new Text((spotter.Score(label) / 256.0).ToString("0.00")));
        }

        IEnumerable<string> lines = Enumerable.Repeat(string.Empty, LinesOfWords - words.Count).Concat(words);
        return new Rows(
            new Panel(new SpectrogramView(frames, Columns)).Header(title),
            new Panel(scores).Header(spotter.IsListening ? "scores" : "scores (silence: the network is not running)"),
            new Panel(new Text(string.Join(Environment.NewLine, lines), new Style(isFlashing ? Color.Green : Color.Default))).Header("heard"));
    }
}
