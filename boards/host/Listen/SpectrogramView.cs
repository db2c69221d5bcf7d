// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace TinyInterp.Boards.Host.Listen;

/// <summary>Frames from left to right, high bands above low ones; a character shows two bands, by its own colour and the one behind it.</summary>
internal sealed class SpectrogramView : Renderable
{
    private readonly IReadOnlyList<sbyte[]> _frames;
    private readonly int _columns;

    internal SpectrogramView(IReadOnlyList<sbyte[]> frames, int columns)
    {
        _frames = frames;
        _columns = columns;
    }

    /// <inheritdoc />
    protected override Measurement Measure(RenderOptions options, int maxWidth)
    {
        int width = Math.Min(_columns, maxWidth);
        return new Measurement(width, width);
    }

    /// <inheritdoc />
    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        int width = Math.Min(_columns, maxWidth);
        int bands = _frames.Count == 0 ? 0 : _frames[0].Length;
        for (int band = bands - 1; band > 0; band -= 2)
        {
            for (int column = 0; column < width; column++)
            {
                int frame = _frames.Count - width + column;
                yield return frame < 0
                    ? new Segment(" ")
                    : new Segment("▀", new Style(ColourOf(_frames[frame][band]), ColourOf(_frames[frame][band - 1])));
            }

            yield return Segment.LineBreak;
        }
    }

    /// <summary>From black over blue, red and yellow to white.</summary>
    private static Color ColourOf(sbyte feature)
    {
        int level = Math.Clamp((feature + 128) * 4, 0, 1023);
        int rest = level & 255;
        switch (level >> 8)
        {
            case 0:
                return new Color(0, 0, (byte)(rest / 2));
            case 1:
                return new Color((byte)rest, 0, (byte)(128 - rest / 2));
            case 2:
                return new Color(255, (byte)rest, 0);
            default:
                return new Color(255, 255, (byte)rest);
        }
    }
}
