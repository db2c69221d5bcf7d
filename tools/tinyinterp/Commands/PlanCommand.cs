// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Text;
using Spectre.Console;
using TinyInterp.Kernels;
using TinyInterp.Planner;
using TinyInterp.Tool.Inspect;
using TinyInterp.Tool.Picture;

namespace TinyInterp.Tool.Commands;

/// <summary>plan: the least memory in which a model's tensors can lie.</summary>
internal static class PlanCommand
{
    private const double DefaultSeconds = 10;

    internal static Command New(ToolConsole console)
    {
        Argument<string> model = Common.Model();
        Option<string> output = new Option<string>("--write")
        {
            Description = "Write the model with the plan stored in its metadata.",
            HelpName = "FILE",
        };
        Option<double> seconds = new Option<double>("--time-limit")
        {
            Description = "Time limit of the search in seconds.",
            HelpName = "S",
            DefaultValueFactory = _ => DefaultSeconds,
        };
        Option<bool> noOverlap = new Option<bool>("--no-overlap")
        {
            Description = "Keep tensors apart that are live at the same time, so that other runtimes can use the plan, too.",
        };
        Option<bool> noReorder = new Option<bool>("--no-reorder") { Description = "Keep the order of the nodes." };
        Option<string> html = Common.Html();
        Option<bool> json = Common.Json();
        ToolCommand command = new ToolCommand(
            "plan",
            "Searches for the tensor offsets, and in branching graphs for the node order, that need the least memory. Compares the interpreter's "
            + "own plan, the best plan found and the proven lower bound.",
            "tinyinterp plan model.tflite --write planned.tflite")
        {
            model, output, seconds, noReorder, noOverlap, html, json,
        };
        command.SetAction(result => Plan(
            console, result.GetRequiredValue(model), result.GetValue(output), Options(result), result.GetValue(html), result.GetValue(json)));
        return command;

        PlanOptions Options(ParseResult result)
        {
            return new PlanOptions
            {
                TimeLimit = Limit(result.GetValue(seconds)),
                MayReorder = !result.GetValue(noReorder),
                Kernels = result.GetValue(noOverlap) ? null : new OpResolver().AddAll(),
            };
        }
    }

    private static TimeSpan Limit(double seconds)
    {
        const double Longest = 86_400;
        return seconds > 0 && seconds <= Longest
            ? TimeSpan.FromSeconds(seconds)
            : throw new ToolException(ExitCodes.BadInput, "--time-limit must be above 0 and at most " + Longest + " seconds");
    }

    private static int Plan(ToolConsole console, string file, string? output, PlanOptions options, string? html, bool json)
    {
        byte[] bytes = ModelFiles.Read(file);
        ModelReport before = ModelFiles.Report(file, bytes);
        ModelPlan plan = Search(console, file, bytes, options, json);
        ModelReport after = ModelFiles.Report(output ?? file, plan.Model);
        List<string> paths = new List<string>();
        List<byte[]> contents = new List<byte[]>();
        void Add(string? path, Func<byte[]> content)
        {
            if (path != null)
            {
                paths.Add(path);
                contents.Add(content());
            }
        }

        Add(output, () => plan.Model);
        Add(html, () => Encoding.UTF8.GetBytes(ArenaPage.Of(Path.GetFileName(file), plan.IsBetter ? [("Before", before), ("Planned", after)] : [(null, before)])));
        OutputFiles.Write(paths, contents);
        if (json)
        {
            console.WriteJson(new
            {
                File = file,
                Subgraphs = plan.Subgraphs,
                Before = Needs(before),
                After = Needs(after),
                Write = output,
                Html = html,
            });
            return ExitCodes.Success;
        }

        foreach (SubgraphResult subgraph in plan.Subgraphs)
        {
            Print(console.Output, subgraph, plan.Subgraphs.Count > 1);
        }

        PrintArena(console.Output, before.Arena, after.Arena);
        for (int i = 0; i < paths.Count; i++)
        {
            console.Output.WriteLine(paths[i] + ": " + Number(contents[i].Length) + " bytes");
        }

        return ExitCodes.Success;
    }

    private static ModelPlan Search(ToolConsole console, string file, byte[] bytes, PlanOptions options, bool json)
    {
        try
        {
            return !console.IsTerminal || json
                ? ModelPlanner.Plan(bytes, options)
                : console.Rich().Status().Start("Planning", context => ModelPlanner.Plan(bytes, options with
                {
                    Progress = found => context.Status("Planning: " + Number(found.Best) + " bytes, at least " + Number(found.Bound)),
                }));
        }
        catch (ModelException e)
        {
            throw new ToolException(ExitCodes.Of(e.Code), file + ": " + e.Message);
        }
        catch (Exception e) when (e is InvalidDataException or NotSupportedException)
        {
            throw new ToolException(ExitCodes.Unsupported, file + ": " + e.Message);
        }
    }

    private static object Needs(ModelReport report)
    {
        return new { report.Arena?.FastBytes, report.Arena?.LeanBytes };
    }

    private static void Print(TextWriter output, SubgraphResult found, bool isOneOfSeveral)
    {
        output.WriteLine("Activations" + (isOneOfSeveral ? " of subgraph " + found.Subgraph : string.Empty) + ", in bytes");
        void Line(string what, long bytes, string remark) => output.WriteLine("  " + what.PadRight(12) + Number(bytes).PadLeft(11) + "  " + remark);
        Line("greedy", found.GreedyBytes, "the interpreter's own plan");
        if (found.OwnBytes.HasValue)
        {
            Line("own", found.OwnBytes.Value, "the plan stored in the model");
        }

        Line("best", found.BestBytes, Verdict(found));
        Line("bound", found.BoundBytes, "peak of live bytes less what overlaps can save, with one region for each type");
        Line("true bound", found.TrueBoundBytes, "peak of live bytes without overlaps, if types could share memory");
        if (found.MovedNodes != 0)
        {
            output.WriteLine("  " + found.MovedNodes + " nodes run in a different order; in the model's order the best plan takes " + Number(found.SameOrderBytes));
        }
    }

    private static string Verdict(SubgraphResult found)
    {
        return !found.IsOptimal ? "best plan found; at least " + Number(found.ProvedBytes) + " are proven necessary"
            : found.BestBytes == found.BoundBytes ? "optimal: equal to the bound"
            : "optimal: no plan takes less, by exhaustive search";
    }

    private static void PrintArena(TextWriter output, ArenaTotals? before, ArenaTotals? after)
    {
        if (before is { FastBytes: long fastBefore, LeanBytes: long leanBefore } && after is { FastBytes: long fastAfter, LeanBytes: long leanAfter })
        {
            output.WriteLine("Arena, in bytes");
            output.WriteLine("  fast        " + Number(fastBefore).PadLeft(11) + " -> " + Number(fastAfter));
            output.WriteLine("  lean        " + Number(leanBefore).PadLeft(11) + " -> " + Number(leanAfter));
        }
    }

    private static string Number(long value)
    {
        return value.ToString("N0", CultureInfo.InvariantCulture);
    }
}
