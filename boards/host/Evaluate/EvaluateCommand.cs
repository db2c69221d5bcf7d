// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Spectre.Console;
using TinyInterp.AudioFiles;
using TinyInterp.Boards.Host.Listen;
using TinyInterp.Spotting;

namespace TinyInterp.Boards.Host.Evaluate;

/// <summary>--evaluate: how well clips are classified.</summary>
internal static class EvaluateCommand
{
    private const int MostColumns = 8;

    internal static int Run(HostOptions options, string folder, string? list, int threads)
    {
        ClipSet set = ClipSet.Open(folder);
        if (list != null)
        {
            set = set.Only(list);
        }

        ClipEvaluation evaluation = new(options.NewFactory(), options.Threshold);
        EvaluationReport report = Evaluate(options, evaluation, set, threads);
        BoardCost? cost = options.Cost(options.IsDevice ? BundledClips.Stream() : null);
        if (options.IsJson)
        {
            options.Console.WriteJson(new
            {
                report.Accuracy,
                report.Clips,
                report.Labels,
                report.Confusion,
                report.PerClass,
                report.Threshold,
                Thresholds = report.Thresholds,
                Build = options.IsDevice ? "device profile" : "desktop",
                Cost = cost,
            });
            return 0;
        }

        Print(options.Console, report);
        CostPrinter.Print(options.Console, cost);
        return 0;
    }

    internal static string Percent(double? share)
    {
        return share == null ? "-" : (share.Value * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %";
    }

    internal static string Score(int threshold, int shipped)
    {
        return string.Create(CultureInfo.InvariantCulture, $"{threshold} ({threshold / 256.0:0.00}){(threshold == shipped ? " *" : "")}");
    }

    private static EvaluationReport Evaluate(HostOptions options, ClipEvaluation evaluation, ClipSet set, int threads)
    {
        if (!options.Console.IsTerminal)
        {
            return evaluation.Run(set, threads, _ => { });
        }

        HostConsole errors = options.Console with { Output = options.Console.Error };
        return errors.Rich().Progress().AutoClear(true).Start(context =>
        {
            ProgressTask task = context.AddTask("clips", maxValue: set.Clips.Count);
            return evaluation.Run(set, threads, done => task.Value = System.Math.Max(done, task.Value));
        });
    }

    private static void Print(HostConsole console, EvaluationReport report)
    {
        TextWriter output = console.Output;
        IAnsiConsole rich = console.Rich();
        output.WriteLine(report.Clips + " clips, accuracy " + Percent(report.Accuracy));
        output.WriteLine();
        output.WriteLine("Confusion: one row for each true class, one column for each predicted class");
        Table confusion = new Table().Border(TableBorder.Minimal).AddColumn("");
        foreach (string label in report.Labels)
        {
            confusion.AddColumn(new TableColumn(Markup.Escape(label)).RightAligned());
        }

        confusion.AddColumn(new TableColumn("recall").RightAligned()).AddColumn(new TableColumn("precision").RightAligned());
        for (int row = 0; row < report.Labels.Count; row++)
        {
            EvaluationReport.ClassResult result = report.PerClass[row];
            confusion.AddRow(
            [
                Markup.Escape(result.Label), .. report.Confusion[row].Select(count => count.ToString(CultureInfo.InvariantCulture)),
                Percent(result.Clips == 0 ? null : result.Recall), Percent(result.Clips == 0 ? null : result.Precision),
            ]);
        }

        rich.Write(confusion);
        output.WriteLine("Detections in a stream, by threshold (* the one in use)");
        string[] folders = report.Thresholds[0].FalseAcceptRate.Keys.Where(folder => folder != ClipEvaluation.Total).ToArray();

        // A column for each of many folders would not fit.
        string[] shown = report.Groups.Count > MostColumns ? [] : report.Groups.ToArray();
        Table thresholds = new Table().Border(TableBorder.Minimal).AddColumn("threshold").AddColumn("hits").AddColumn("wrong word");
        thresholds.AddColumn("false accepts");
        foreach (string folder in shown)
        {
            thresholds.AddColumn(Markup.Escape(folder));
        }

        foreach (EvaluationReport.ThresholdResult result in report.Thresholds)
        {
            List<string> cells =
            [
                Score(result.Threshold, report.Threshold), Percent(result.HitRate), Percent(result.WrongWordRate), Rate(result, ClipEvaluation.Total),
            ];
            cells.AddRange(shown.Select(folder => Rate(result, folder)));
            thresholds.AddRow(cells.ToArray());
        }

        rich.Write(thresholds);
        if (folders.All(shown.Contains))
        {
            return;
        }

        output.WriteLine("False accepts by folder at the threshold in use");
        EvaluationReport.ThresholdResult used = report.Thresholds.Single(result => result.Threshold == report.Threshold);
        Table byFolder = new Table().Border(TableBorder.Minimal).AddColumn("folder").AddColumn("false accepts");
        foreach (string folder in folders.Where(folder => !shown.Contains(folder)))
        {
            byFolder.AddRow(Markup.Escape(folder), Rate(used, folder));
        }

        rich.Write(byFolder);
    }

    private static string Rate(EvaluationReport.ThresholdResult result, string folder)
    {
        return Percent(result.FalseAcceptRate.TryGetValue(folder, out double rate) ? rate : null);
    }
}
