// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Text;
using TinyInterp.Optimize.Compare;

namespace TinyInterp.Tool.Compare;

/// <summary>Error by layer as a picture that needs nothing but itself: a bar of decibels for each tensor, in the order of execution.</summary>
internal sealed class ErrorPicture
{
    private const int RowHeight = 22;
    private const int BarLeft = 330;
    private const int BarWidth = 480;
    private const int Width = BarLeft + BarWidth + 90;
    private const int Top = 84;
    private const int LongestName = 44;

    // Blue and orange keep apart for every kind of colour vision, and both stand out from white and from black.
    private const string Style =
        ".page{fill:#fff}.text{fill:#1a1a1a}.soft{fill:#5a5a5a}.line{stroke:#d4d4d4}.good{fill:#2f6fb0}.bad{fill:#c8500a}.limit{stroke:#c8500a}"
        + "@media(prefers-color-scheme:dark){.page{fill:#161616}.text{fill:#ececec}.soft{fill:#a8a8a8}.line{stroke:#3c3c3c}"
        + ".good{fill:#6ea8e0}.bad{fill:#f0893c}.limit{stroke:#f0893c}}"
        + "text{font:12px system-ui,sans-serif}.title{font-size:16px;font-weight:600}.end{text-anchor:end}.middle{text-anchor:middle}";

    private readonly string _title;
    private readonly IReadOnlyList<string> _facts;
    private readonly IReadOnlyList<TensorPair> _tensors;
    private readonly double _threshold;
    private readonly double _scale;

    internal ErrorPicture(string title, IReadOnlyList<string> facts, IReadOnlyList<TensorPair> tensors, double threshold)
    {
        _title = title;
        _facts = facts;
        _tensors = tensors;
        _threshold = threshold;
        double largest = tensors.Select(pair => pair.Noise.Decibels).Where(double.IsFinite).Append(threshold).Append(40).Max();
        _scale = Math.Ceiling(largest / 20) * 20;
    }

    /// <summary>The picture alone.</summary>
    internal string Svg()
    {
        int height = Top + _tensors.Count * RowHeight + 50;
        StringBuilder svg = new StringBuilder();
        svg.Append(Invariant($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {height}\" width=\"{Width}\" height=\"{height}\" role=\"img\">"));
        svg.Append("<title>").Append(Text(_title)).Append("</title><style>").Append(Style).Append("</style>\n");
        svg.Append(Invariant($"<rect class=\"page\" width=\"{Width}\" height=\"{height}\"/>\n"));
        svg.Append(Invariant($"<text class=\"text title\" x=\"16\" y=\"28\">{Text(TensorLabel.Short(_title, 110))}</text>\n"));
        svg.Append("<text class=\"soft\" x=\"16\" y=\"50\">Signal to noise of each tensor in decibels, in the order of execution; higher is better</text>\n");
        AppendAxis(svg, height - 46);
        for (int i = 0; i < _tensors.Count; i++)
        {
            AppendRow(svg, _tensors[i], Top + i * RowHeight);
        }

        return svg.Append("</svg>\n").ToString();
    }

    /// <summary>The picture in a page, with what else there is to say below it.</summary>
    internal string Html()
    {
        StringBuilder page = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>");
        page.Append(Text(_title)).Append("</title>\n<style>:root{color-scheme:light dark}body{font:14px system-ui,sans-serif;margin:24px;");
        page.Append("background:#fff;color:#1a1a1a}svg{max-width:100%;height:auto}@media(prefers-color-scheme:dark){body{background:#161616;color:#ececec}}");
        page.Append("</style></head>\n<body>\n").Append(Svg()).Append("<ul>\n");
        foreach (string fact in _facts)
        {
            page.Append("<li>").Append(Text(fact)).Append("</li>\n");
        }

        return page.Append("</ul>\n</body>\n</html>\n").ToString();
    }

    private void AppendAxis(StringBuilder svg, int bottom)
    {
        double step = _scale > 120 ? 40 : 20;
        for (double mark = 0; mark <= _scale; mark += step)
        {
            string x = Number(X(mark));
            svg.Append(Invariant($"<line class=\"line\" x1=\"{x}\" y1=\"{Top - 6}\" x2=\"{x}\" y2=\"{bottom}\"/>"));
            svg.Append(Invariant($"<text class=\"soft middle\" x=\"{x}\" y=\"{Top - 12}\">{mark:0} dB</text>\n"));
        }

        if (_threshold > 0)
        {
            string x = Number(X(_threshold));
            svg.Append(Invariant($"<line class=\"limit\" stroke-dasharray=\"4 3\" x1=\"{x}\" y1=\"{Top - 6}\" x2=\"{x}\" y2=\"{bottom + 8}\"/>"));
            svg.Append(Invariant($"<text class=\"bad middle\" x=\"{x}\" y=\"{bottom + 22}\">threshold {_threshold:0.#} dB</text>\n"));
        }
    }

    private void AppendRow(StringBuilder svg, TensorPair pair, int y)
    {
        double decibels = pair.Noise.Decibels;
        double end = X(Math.Clamp(decibels, 0, _scale));
        string kind = decibels < _threshold ? "bad" : "good";
        svg.Append(Invariant($"<g><title>{Text(pair.Name)}, {Text(pair.Source)}: {DecibelText(decibels)}, largest error {pair.Noise.MaxError:G4}</title>"));
        svg.Append(Invariant($"<text class=\"text end\" x=\"{BarLeft - 10}\" y=\"{y + 14}\">{Text(TensorLabel.Short(pair.Name, LongestName))}</text>"));
        svg.Append(Invariant($"<rect class=\"{kind}\" x=\"{BarLeft}\" y=\"{y + 3}\" width=\"{Number(end - BarLeft)}\" height=\"{RowHeight - 7}\" rx=\"2\"/>"));
        svg.Append(Invariant($"<text class=\"text\" x=\"{Number(end + 6)}\" y=\"{y + 14}\">{DecibelText(decibels)}</text></g>\n"));
    }

    /// <summary>Decibels as people read them.</summary>
    internal static string DecibelText(double decibels)
    {
        return double.IsPositiveInfinity(decibels) ? "∞ (exact)"
            : double.IsNegativeInfinity(decibels) ? "-∞ dB"
            : decibels.ToString("0.0", CultureInfo.InvariantCulture) + " dB";
    }

    private double X(double decibels)
    {
        return BarLeft + decibels / _scale * BarWidth;
    }

    private static string Number(double value)
    {
        return value.ToString("0.#", CultureInfo.InvariantCulture);
    }

    private static string Text(string text)
    {
        return WebUtility.HtmlEncode(new string(text.Select(c => char.IsControl(c) ? ' ' : c).ToArray()));
    }

    private static string Invariant(FormattableString text)
    {
        return FormattableString.Invariant(text);
    }
}
