// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text;
using TinyInterp.Tool.Inspect;

namespace TinyInterp.Tool.Picture;

/// <summary>A page with the arena of a model over time that needs no other file: a picture and a table for each subgraph.</summary>
internal static class ArenaPage
{
    private const string Style =
        ":root{color-scheme:light dark;--page:#fff;--text:#1b1f24;--soft:#5c6570;--grid:#e6e9ed;--panel:#f6f8fa;--line:#d6dbe1;"
        + "--activation:#3f78b5;--activation2:#5b93cf;--edge:#2a8577;--scratch:#a9690a;--called:#7a58a8;--live:#9db4cc;--on:#fff;"
        + "--peak:#c2410c;--bound:#5c6570}"
        + "@media(prefers-color-scheme:dark){:root{--page:#14171b;--text:#e8ebef;--soft:#a3adb8;--grid:#272c33;--panel:#1b1f25;--line:#323941;"
        + "--activation:#3d6fa6;--activation2:#5387c0;--edge:#2b8375;--scratch:#a36a14;--called:#7e62ab;--live:#47617c;--on:#fff;"
        + "--peak:#ff8a4c;--bound:#a3adb8}}"
        + "*{box-sizing:border-box}body{margin:0;background:var(--page);color:var(--text);font:15px/1.5 ui-sans-serif,system-ui,sans-serif}"
        + "main{max-width:1180px;margin:0 auto;padding:28px 20px 48px}h1{font-size:22px;margin:0 0 4px;overflow-wrap:anywhere}"
        + "h2{font-size:17px;margin:32px 0 8px}p{margin:4px 0;color:var(--soft)}"
        + ".facts{display:flex;flex-wrap:wrap;gap:10px;margin:14px 0 6px}.fact{background:var(--panel);border:1px solid var(--line);"
        + "border-radius:8px;padding:8px 14px}.fact b{display:block;font-size:18px;font-variant-numeric:tabular-nums}.fact span{color:var(--soft);font-size:13px}"
        + "figure{margin:12px 0;border:1px solid var(--line);border-radius:10px;overflow-x:auto;padding:10px}"
        + ".legend{display:flex;flex-wrap:wrap;gap:4px 18px;color:var(--soft);font-size:13px;padding:2px 6px}"
        + ".legend i{display:inline-block;width:12px;height:12px;border-radius:3px;margin-right:6px;vertical-align:-1px}"
        + ".wide{overflow-x:auto}table{border-collapse:collapse;font-size:13px;width:100%}"
        + "th,td{text-align:left;padding:3px 14px 3px 0;border-bottom:1px solid var(--grid);white-space:nowrap}th{color:var(--soft);font-weight:500}"
        + "td.number,th.number{text-align:right;font-variant-numeric:tabular-nums}summary{cursor:pointer;color:var(--soft);margin:8px 0}";

    /// <summary>The page.</summary>
    /// <param name="title">What it is about.</param>
    /// <param name="models">The model as it is, or in several forms, each with its name.</param>
    internal static string Of(string title, IReadOnlyList<(string? Name, ModelReport Report)> models)
    {
        StringBuilder page = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        page.Append("<meta name=\"viewport\" content=\"width=device-width\">\n<title>").Append(Text(title)).Append(": arena</title>\n<style>");
        page.Append(Style).Append(ArenaSvg.Style).Append("</style>\n</head>\n<body>\n<main>\n<h1>").Append(Text(title)).Append("</h1>\n");
        page.Append("<p>The model's memory while it runs: which tensors are live, when and where. Hover over a box for its figures.</p>\n");
        foreach ((string? name, ModelReport report) in models)
        {
            AppendModel(page, name, report, models.Select(model => model.Report).ToArray());
        }

        return page.Append("</main>\n</body>\n</html>\n").ToString();
    }

    private static void AppendModel(StringBuilder page, string? name, ModelReport report, ModelReport[] all)
    {
        if (name != null)
        {
            page.Append("<h2>").Append(Text(name)).Append("</h2>\n");
        }

        AppendFacts(page, report.Arena);
        foreach (SubgraphReport subgraph in report.Subgraphs)
        {
            if (subgraph.Arena is not { Entries.Count: > 0 } arena)
            {
                continue;
            }

            if (report.Subgraphs.Count > 1)
            {
                page.Append("<h2>Subgraph ").Append(subgraph.Index).Append(' ').Append(Text(subgraph.Name)).Append("</h2>\n");
            }

            // One scale for all forms of a subgraph.
            long height = all.Max(model => model.Subgraphs[subgraph.Index].Arena?.PlanBytes ?? 0);
            page.Append("<figure>").Append(new ArenaSvg(subgraph, arena, height).Draw());
            AppendLegend(page, arena);
            page.Append("</figure>\n");
            AppendTable(page, arena);
        }
    }

    private static void AppendFacts(StringBuilder page, ArenaTotals? arena)
    {
        void Fact(string what, long? bytes)
        {
            if (bytes.HasValue)
            {
                page.Append(FormattableString.Invariant($"<div class=\"fact\"><b>{bytes:N0}</b><span>{what}</span></div>"));
            }
        }

        page.Append("<div class=\"facts\">");
        Fact("bytes of activations", arena?.ActivationBytes);
        Fact("most live at one moment", arena?.LowerBoundBytes);
        Fact("with scratch: the plan below", arena?.PlanBytes);
        Fact("arena for full speed", arena?.FastBytes);
        Fact("least arena", arena?.LeanBytes);
        page.Append("</div>\n");
    }

    private static void AppendLegend(StringBuilder page, ArenaReport arena)
    {
        HashSet<string> kinds = arena.Entries.Select(entry => entry.Kind).ToHashSet();
        page.Append("<div class=\"legend\">");
        foreach ((string? kind, string colour, string what) in new (string?, string, string)[]
        {
            ("activation", "activation", "activation"), ("activation", "edge", "input or output"), ("scratch", "scratch", "scratch of a node"),
            ("subgraph", "called", "called subgraphs"), (null, "peak", "peak, and height of the plan"),
        }.Where(item => item.Item1 == null || kinds.Contains(item.Item1)))
        {
            page.Append("<span><i style=\"background:var(--").Append(colour).Append(")\"></i>").Append(what).Append("</span>");
        }

        page.Append("</div>");
    }

    private static void AppendTable(StringBuilder page, ArenaReport arena)
    {
        page.Append("<details><summary>As a table</summary><div class=\"wide\"><table><thead><tr><th>What</th><th class=\"number\">Offset</th>"
            + "<th class=\"number\">Bytes</th><th>Region</th><th>Live from</th><th>to</th></tr></thead><tbody>\n");
        foreach (ArenaEntry entry in arena.Entries)
        {
            string what = entry.Tensor.HasValue ? "tensor " + entry.Tensor + " " + entry.Name : entry.Name;
            page.Append("<tr><td>").Append(Text(what)).Append("</td>");
            page.Append(FormattableString.Invariant($"<td class=\"number\">{entry.Offset:N0}</td><td class=\"number\">{entry.Bytes:N0}</td>"));
            page.Append("<td>").Append(entry.Region).Append("</td><td>").Append(Moment(entry.First, arena)).Append("</td><td>");
            page.Append(Moment(entry.Last, arena)).Append("</td></tr>\n");
        }

        page.Append("</tbody></table></div></details>\n");
    }

    private static string Moment(int moment, ArenaReport arena)
    {
        return moment == 0 ? "start" : moment == arena.MomentCount - 1 ? "end" : "node " + (moment - 1);
    }

    private static string Text(string text)
    {
        return WebUtility.HtmlEncode(new string(text.Select(c => char.IsControl(c) ? ' ' : c).ToArray()));
    }
}
