// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using TinyInterp.Optimize.Patch;

namespace TinyInterp.Tool.Commands;

/// <summary>patch: the first stage patch by patch, for a lower peak of memory.</summary>
internal static class PatchCommand
{
    private const string Auto = "auto";
    private const string DefaultOverhead = "20%";

    internal static Command New(ToolConsole console)
    {
        Argument<string> model = Common.Model();
        Option<string> output = new Option<string>("--out", "-o")
        {
            Description = "File for the model with patches. Without it, only the report is printed.",
            HelpName = "FILE",
        };
        Option<string> grid = new Option<string>("--grid")
        {
            Description = "Patches along rows and columns, such as 2x2; or auto: the grid and stage with the least peak within --max-overhead.",
            HelpName = "RxC|auto",
            DefaultValueFactory = _ => Auto,
        };
        Option<string> overhead = new Option<string>("--max-overhead")
        {
            Description = "With --grid auto: limit of the additional multiply-accumulates, as a percentage of those of the model.",
            HelpName = "P%",
            DefaultValueFactory = _ => DefaultOverhead,
        };
        Option<bool> json = Common.Json();
        ToolCommand command = new ToolCommand(
            "patch",
            "Runs the first stage of an int8 or int16 network patch by patch: only one patch of its large tensors exists at a time. The outputs "
            + "do not change by a byte. Cells near the edges of patches are computed more than once.",
            "tinyinterp patch model.tflite --grid 2x2 -o patched.tflite")
        {
            model, output, grid, overhead, json,
        };
        command.SetAction(result => Run(
            console, result.GetRequiredValue(model), Grid(result.GetRequiredValue(grid)), Share(result.GetRequiredValue(overhead)), result.GetValue(output),
            result.GetValue(json)));
        return command;
    }

    /// <summary>The grid; null for auto.</summary>
    private static PatchGrid? Grid(string text)
    {
        return text == Auto ? null : PatchGrid.Parse(text) ?? throw new ToolException(
            ExitCodes.BadInput, "--grid " + text + ": must be auto or rows x columns, such as 2x2, at most " + PatchGrid.Most + " each");
    }

    private static double Share(string text)
    {
        const double Percent = 100, Most = 1000;
        return double.TryParse(text.TrimEnd('%'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double percent) && percent <= Most
            ? percent / Percent
            : throw new ToolException(ExitCodes.BadInput, "--max-overhead " + text + ": must be a percentage from 0% to " + Most + "%");
    }

    private static int Run(ToolConsole console, string file, PatchGrid? grid, double overhead, string? output, bool json)
    {
        byte[] model = ModelFiles.Read(file);
        ModelFiles.RequireRunnable(file, model);
        PatchSearch search;
        IReadOnlyList<PatchChoice> choices;
        try
        {
            search = new PatchSearch(model, ModelFiles.Report(file, model).Macs);
            choices = grid == null ? search.Auto(overhead) : search.WithGrid(grid);
        }
        catch (PatchException e)
        {
            throw new ToolException(ExitCodes.Unsupported, file + ": " + e.Message);
        }

        PatchChoice? best = choices.Where(choice => choice.PeakBytes < search.PeakBytes).MinBy(choice => choice.PeakBytes);
        if (best == null)
        {
            throw new ToolException(
                ExitCodes.Failed,
                file + ": " + (grid == null ? "no grid" : "grid " + grid) + " lowers the peak of " + Number(search.PeakBytes) + " bytes"
                    + (grid == null ? " with at most " + Percent(overhead) + " more MACs; raise --max-overhead" : "; try --grid auto")
                    + (search.End == null ? string.Empty : ". The stage ends at " + search.End));
        }

        if (output != null)
        {
            OutputFiles.Write([output], [best.Model]);
        }

        if (json)
        {
            console.WriteJson(new
            {
                File = file,
                search.PeakBytes,
                search.LeanBytes,
                search.Macs,
                StageEnd = search.End,
                Choices = choices.Select(Summary),
                Best = Summary(best),
                best.Layers,
                Bytes = best.Model.Length,
                Out = output,
            });
            return ExitCodes.Success;
        }

        Print(console.Output, search, choices, best);
        if (output != null)
        {
            console.Output.WriteLine(output + ": " + Number(best.Model.Length) + " bytes");
        }

        return ExitCodes.Success;
    }

    private static object Summary(PatchChoice choice)
    {
        return new { Grid = choice.Grid.ToString(), choice.FirstNode, choice.LastNode, choice.PeakBytes, choice.LeanBytes, choice.Macs };
    }

    private static void Print(TextWriter output, PatchSearch search, IReadOnlyList<PatchChoice> choices, PatchChoice best)
    {
        output.WriteLine("  grid     nodes        peak        lean            MACs");
        output.WriteLine(Row("none", "-", search.PeakBytes, search.LeanBytes, search.Macs));
        foreach (PatchChoice choice in choices)
        {
            output.WriteLine(
                Row(choice.Grid.ToString(), choice.FirstNode + "-" + choice.LastNode, choice.PeakBytes, choice.LeanBytes, choice.Macs)
                + " " + Change(choice.Macs, search.Macs).PadLeft(7) + (choice == best ? "  <- least peak" : string.Empty));
        }

        if (search.End != null)
        {
            output.WriteLine("No longer stage: " + search.End);
        }

        output.WriteLine();
        output.WriteLine("Layers of the stage with grid " + best.Grid + " (halo: rows x columns of the stage's input that overlap because of the layer)");
        output.WriteLine("  node  operator                      halo            MACs    with patches");
        foreach (PatchLayerCost layer in best.Layers)
        {
            bool hasHalo = layer.HaloRows + layer.HaloColumns != 0;
            output.WriteLine(
                "  " + layer.Node.ToString(CultureInfo.InvariantCulture).PadLeft(4) + "  " + layer.Name.PadRight(26)
                + (hasHalo ? layer.HaloRows + "x" + layer.HaloColumns : string.Empty).PadLeft(8) + Number(layer.Macs).PadLeft(16)
                + Number(layer.PatchedMacs).PadLeft(16) + " " + (layer.Macs == 0 ? string.Empty : Change(layer.PatchedMacs, layer.Macs)).PadLeft(7));
        }
    }

    private static string Row(string grid, string nodes, long peak, long lean, long macs)
    {
        return "  " + grid.PadRight(7) + nodes.PadLeft(7) + Number(peak).PadLeft(12) + Number(lean).PadLeft(12) + Number(macs).PadLeft(16);
    }

    private static string Change(long now, long before)
    {
        return (now >= before ? "+" : "-") + Percent(Math.Abs((double)(now - before)) / Math.Max(1, before));
    }

    private static string Percent(double share)
    {
        return (100 * share).ToString("0.#", CultureInfo.InvariantCulture) + "%";
    }

    private static string Number(long value)
    {
        return value.ToString("N0", CultureInfo.InvariantCulture);
    }
}
