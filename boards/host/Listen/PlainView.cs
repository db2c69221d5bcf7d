// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Globalization;
using System.IO;
using TinyInterp.Spotting;

namespace TinyInterp.Boards.Host.Listen;

/// <summary>A line for each word, for files and pipes.</summary>
internal sealed class PlainView : IListenView
{
    private readonly TextWriter _output;
    private readonly string _prefix;

    internal PlainView(TextWriter output, string prefix)
    {
        _output = output;
        _prefix = prefix;
    }

    /// <inheritdoc />
    public void ShowFrame(ISpotter spotter)
    {
    }

    /// <inheritdoc />
    public void ShowDetection(string word, Detection detection)
    {
        _output.WriteLine(_prefix + Line(word, detection));
        _output.Flush();
    }

    internal static string Line(string word, Detection detection)
    {
        return string.Create(CultureInfo.InvariantCulture, $"{detection.Seconds:0.00} s  {word}  score {detection.Share:0.00}");
    }
}
