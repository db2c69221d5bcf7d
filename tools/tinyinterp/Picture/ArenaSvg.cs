// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text;
using TinyInterp.Tool.Inspect;

namespace TinyInterp.Tool.Picture;

/// <summary>
/// A memory plan over time: time from left to right, a column for each node; memory upwards; a box for all that has a place. Above it the
/// bytes that are live at each moment, with the fullest moment marked in both.
/// </summary>
internal sealed class ArenaSvg
{
    private const double Left = 84;
    private const double Right = 52;
    private const double PlotWidth = 1000;
    private const double LiveTop = 26;
    private const double LiveHeight = 64;
    private const double PlanTop = LiveTop + LiveHeight + 34;
    private const double PlanHeight = 400;
    private const double LabelHeight = 128;
    private const double NarrowestLabel = 11;
    private const double CharacterWidth = 6.2;
    private const double LineHeight = 14;
    private const int Ticks = 5;

    private readonly SubgraphReport _subgraph;
    private readonly ArenaReport _arena;
    private readonly double _column;
    private readonly long[] _live;
    private readonly int _fullest;
    private readonly long _height;

    /// <param name="subgraph">A subgraph.</param>
    /// <param name="arena">Its plan.</param>
    /// <param name="height">Bytes that the height of the picture stands for, so that pictures can be compared.</param>
    internal ArenaSvg(SubgraphReport subgraph, ArenaReport arena, long height)
    {
        _subgraph = subgraph;
        _arena = arena;
        _height = Math.Max(height, 1);
        _column = PlotWidth / _arena.MomentCount;
        _live = Enumerable.Range(0, _arena.MomentCount)
            .Select(moment => _arena.Entries.Where(entry => entry.First <= moment && moment <= entry.Last).Sum(entry => entry.Bytes))
            .ToArray();
        _fullest = Array.IndexOf(_live, _live.Max());
    }

    /// <summary>The rules that the picture's classes stand for; colours are variables of the page.</summary>
    internal static string Style =>
        "svg{display:block;width:100%;height:auto;min-width:640px}"
        + "svg text{font:11px ui-sans-serif,system-ui,sans-serif;fill:var(--soft)}svg .strong{fill:var(--text);font-weight:600}"
        + "svg .grid{stroke:var(--grid)}svg .peak{fill:var(--peak);opacity:.14}svg .peakline{stroke:var(--peak);stroke-dasharray:5 4}"
        + "svg .peaktext{fill:var(--peak);font-weight:600}svg .live{fill:var(--live)}svg .bound{stroke:var(--bound);stroke-dasharray:2 3}"
        + "svg .boundtext{fill:var(--bound)}svg .region{stroke:var(--soft);opacity:.6}"
        + "svg .boundtext,svg .peaktext{paint-order:stroke;stroke:var(--page);stroke-width:3px}svg .end{text-anchor:end}svg .middle{text-anchor:middle}"
        + "svg .box rect{stroke:var(--page);stroke-width:1.5}svg .box text{fill:var(--on);pointer-events:none}"
        + "svg .box:hover rect{stroke:var(--text);stroke-width:2}"
        + "svg .activation rect{fill:var(--activation)}svg .activation.odd rect{fill:var(--activation2)}"
        + "svg .edge rect{fill:var(--edge)}svg .scratch rect{fill:var(--scratch)}svg .subgraph rect{fill:var(--called)}";

    /// <summary>Draws.</summary>
    internal string Draw()
    {
        StringBuilder svg = new StringBuilder();
        double height = PlanTop + PlanHeight + LabelHeight;
        svg.Append(Invariant($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Left + PlotWidth + Right} {height}\" role=\"img\">"));
        svg.Append(Invariant($"<title>Arena of {Text(_subgraph.Name.Length == 0 ? "the subgraph" : _subgraph.Name)} over time</title>\n"));
        DrawAxes(svg);
        DrawPeak(svg);
        DrawLive(svg);
        foreach ((ArenaEntry entry, int i) in _arena.Entries.Select((entry, i) => (entry, i)))
        {
            DrawBox(svg, entry, i);
        }

        DrawRegions(svg);
        DrawLines(svg);
        DrawNodes(svg);
        return svg.Append("</svg>\n").ToString();
    }

    private void DrawAxes(StringBuilder svg)
    {
        foreach (long bytes in TickValues())
        {
            svg.Append(Invariant($"<line class=\"grid\" x1=\"{Left}\" y1=\"{Y(bytes):0.#}\" x2=\"{Left + PlotWidth}\" y2=\"{Y(bytes):0.#}\"/>"));
            svg.Append(Invariant($"<text class=\"end\" x=\"{Left - 8}\" y=\"{Y(bytes) + 4:0.#}\">{bytes:N0}</text>\n"));
        }

        svg.Append(Invariant($"<text class=\"end\" x=\"{Left - 8}\" y=\"{LiveTop + 8}\">{_live.Max():N0}</text>"));
        svg.Append(Invariant($"<text class=\"end\" x=\"{Left - 8}\" y=\"{LiveTop + LiveHeight}\">0</text>"));
        svg.Append(Invariant($"<text x=\"{Left}\" y=\"{LiveTop - 10}\" class=\"strong\">Live bytes</text>"));
        svg.Append(Invariant($"<text x=\"{Left}\" y=\"{PlanTop - 10}\" class=\"strong\">Places in the arena</text>\n"));
    }

    private void DrawPeak(StringBuilder svg)
    {
        svg.Append(Invariant($"<rect class=\"peak\" x=\"{X(_fullest):0.#}\" y=\"{LiveTop}\" width=\"{_column:0.#}\" height=\"{PlanTop + PlanHeight - LiveTop}\"/>"));
        double x = Math.Clamp(X(_fullest) + _column / 2, Left + 160, Left + PlotWidth - 90);
        svg.Append(Invariant($"<text class=\"peaktext middle\" x=\"{x:0.#}\" y=\"{LiveTop - 10}\">peak: {Moment(_fullest)}</text>\n"));
    }

    private void DrawLive(StringBuilder svg)
    {
        for (int moment = 0; moment < _live.Length; moment++)
        {
            double tall = LiveHeight * _live[moment] / Math.Max(1, _live.Max());
            svg.Append(Invariant($"<rect class=\"live\" x=\"{X(moment) + _column * .08:0.##}\" y=\"{LiveTop + LiveHeight - tall:0.#}\" width=\"{_column * .84:0.##}\" height=\"{tall:0.#}\">"));
            svg.Append(Invariant($"<title>{Moment(moment)}: {_live[moment]:N0} bytes live</title></rect>\n"));
        }
    }

    private void DrawBox(StringBuilder svg, ArenaEntry entry, int index)
    {
        double width = (entry.Last - entry.First + 1) * _column;
        double tall = Math.Max(1, PlanHeight * entry.Bytes / _height);
        bool isEdge = entry.Tensor.HasValue && (_subgraph.Inputs.Contains(entry.Tensor.Value) || _subgraph.Outputs.Contains(entry.Tensor.Value));
        string kind = isEdge ? "edge" : entry.Kind == "activation" ? index % 2 == 0 ? "activation" : "activation odd" : entry.Kind;
        double x = X(entry.First);
        double y = Y(entry.Place + entry.Bytes);
        string name = entry.Tensor.HasValue ? "tensor " + entry.Tensor + " " + entry.Name : entry.Name;
        svg.Append(Invariant($"<g class=\"box {kind}\"><title>{Text(name)}\n{entry.Bytes:N0} bytes at {entry.Offset:N0} of {entry.Region}\n"));
        svg.Append(Invariant($"{Moment(entry.First)} to {Moment(entry.Last)}</title>"));
        svg.Append(Invariant($"<rect x=\"{x:0.##}\" y=\"{y:0.##}\" width=\"{width:0.##}\" height=\"{tall:0.##}\" rx=\"3\"/>"));
        string label = entry.Tensor.HasValue && entry.Name.Length != 0 ? entry.Name : entry.Kind == "scratch" ? "scratch" : name;
        int fits = (int)((width - 10) / CharacterWidth);
        if (tall >= LineHeight && fits >= 3)
        {
            double middle = y + tall / 2 + (tall >= 2 * LineHeight + 4 ? -2 : 4);
            svg.Append(Invariant($"<text x=\"{x + 6:0.##}\" y=\"{middle:0.##}\">{Text(Short(label, fits))}</text>"));
            if (tall >= 2 * LineHeight + 4)
            {
                svg.Append(Invariant($"<text x=\"{x + 6:0.##}\" y=\"{middle + LineHeight:0.##}\">{Short(Invariant($"{entry.Bytes:N0}"), fits)}</text>"));
            }
        }

        svg.Append("</g>\n");
    }

    /// <summary>Where each type's region begins, if there are several.</summary>
    private void DrawRegions(StringBuilder svg)
    {
        (string Name, long Start)[] regions = _arena.Entries
            .Select(entry => (entry.Region, entry.Place - entry.Offset)).Distinct().OrderBy(region => region.Item2).ToArray();
        for (int i = 0; i < regions.Length && regions.Length > 1; i++)
        {
            double bottom = Y(regions[i].Start);
            double top = Y(i + 1 < regions.Length ? regions[i + 1].Start : _arena.PlanBytes);
            svg.Append(Invariant($"<line class=\"region\" x1=\"{Left}\" y1=\"{bottom:0.#}\" x2=\"{Left + PlotWidth + Right}\" y2=\"{bottom:0.#}\"/>"));
            if (bottom - top >= LineHeight)
            {
                svg.Append(Invariant($"<text x=\"{Left + PlotWidth + 8}\" y=\"{(bottom + top) / 2 + 4:0.#}\">{regions[i].Name}</text>\n"));
            }
        }
    }

    /// <summary>The height of the plan, and the most that is live.</summary>
    private void DrawLines(StringBuilder svg)
    {
        double top = Y(_arena.PlanBytes);
        double bound = Y(_live.Max());
        if (_live.Max() < _arena.PlanBytes)
        {
            svg.Append(Invariant($"<line class=\"bound\" x1=\"{Left}\" y1=\"{bound:0.#}\" x2=\"{Left + PlotWidth}\" y2=\"{bound:0.#}\"/>"));
            svg.Append(Invariant($"<text class=\"boundtext end\" x=\"{Left + PlotWidth}\" y=\"{bound + 13:0.#}\">peak of live bytes {_live.Max():N0}</text>\n"));
        }

        svg.Append(Invariant($"<line class=\"peakline\" x1=\"{Left}\" y1=\"{top:0.#}\" x2=\"{Left + PlotWidth}\" y2=\"{top:0.#}\"/>"));
        svg.Append(Invariant($"<text class=\"peaktext end\" x=\"{Left + PlotWidth}\" y=\"{top - 5:0.#}\">plan {_arena.PlanBytes:N0}</text>\n"));
    }

    private void DrawNodes(StringBuilder svg)
    {
        double y = PlanTop + PlanHeight + 10;
        int step = (int)Math.Ceiling(NarrowestLabel / _column);
        for (int moment = 0; moment < _arena.MomentCount; moment += step)
        {
            string label = moment == 0 ? "start" : moment == _arena.MomentCount - 1 ? "end"
                : (moment - 1) + " " + _subgraph.Operators[moment - 1].Operator;
            double x = X(moment) + _column / 2 + 4;
            string kind = moment == _fullest ? "peaktext end" : "end";
            svg.Append(Invariant($"<text class=\"{kind}\" transform=\"translate({x:0.#} {y}) rotate(-60)\">{Text(Short(label, 22))}</text>\n"));
        }
    }

    private IEnumerable<long> TickValues()
    {
        long rough = Math.Max(1, _height / Ticks);
        long unit = (long)Math.Pow(10, Math.Floor(Math.Log10(rough)));
        long step = new[] { 1L, 2, 5, 10 }.Select(factor => factor * unit).First(value => value >= rough || value == 10 * unit);
        for (long bytes = 0; bytes <= _height; bytes += step)
        {
            yield return bytes;
        }
    }

    private string Moment(int moment)
    {
        return moment == 0 ? "start" : moment == _arena.MomentCount - 1 ? "end"
            : "node " + (moment - 1) + " " + Text(_subgraph.Operators[moment - 1].Operator);
    }

    private double X(int moment)
    {
        return Left + moment * _column;
    }

    private double Y(long bytes)
    {
        return PlanTop + PlanHeight - PlanHeight * bytes / _height;
    }

    private static string Short(string text, int length)
    {
        return text.Length <= length ? text : text[..(length - 1)] + "…";
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
