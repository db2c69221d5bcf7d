// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Globalization;
using System.Linq;
using Spectre.Console;
using TinyInterp.AudioFiles;
using TinyInterp.Spotting;

namespace TinyInterp.Boards.Host.Evaluate;

/// <summary>--stream: hits and false alarms on a long recording.</summary>
internal static class StreamCommand
{
    internal static int Run(HostOptions options, string path, string labelsPath)
    {
        short[] samples = WavFile.Read(path).At(Detection.SampleRate);
        System.Collections.Generic.IReadOnlyList<SpokenWord> words = SpokenWord.Read(labelsPath);
        ISpotter spotter = options.NewFactory().New(options.Threshold, null);
        ScoreTrace trace = Record(
            options, spotter, [.. new short[ClipEvaluation.SilenceBefore], .. samples, .. new short[ClipEvaluation.SilenceBehind]]);
        StreamReport report = new(spotter, trace, (double)samples.Length / Detection.SampleRate, words);
        BoardCost? cost = options.Cost(samples);
        if (options.IsJson)
        {
            StreamReport.ThresholdResult used = report.Thresholds.Single(result => result.Threshold == report.Threshold);
            options.Console.WriteJson(new
            {
                File = path,
                report.Seconds,
                report.Words,
                ToleranceSeconds = StreamReport.Tolerance,
                report.Threshold,
                used.Hits,
                used.Misses,
                used.HitRate,
                used.FalseAlarms,
                used.Repeats,
                used.FalseAlarmsPerHour,
                report.Thresholds,
                Detections = report.Detections.Select(detection => new
                {
                    detection.Seconds,
                    Word = report.Labels[detection.Label],
                    Score = detection.Share,
                }),
                Build = options.IsDevice ? "device profile" : "desktop",
                Cost = cost,
            });
            return 0;
        }

        Print(options.Console, report);
        CostPrinter.Print(options.Console, cost);
        return 0;
    }

    private static ScoreTrace Record(HostOptions options, ISpotter spotter, short[] stream)
    {
        if (!options.Console.IsTerminal)
        {
            return ScoreTrace.Record(spotter, stream, ClipEvaluation.SilenceBefore);
        }

        HostConsole errors = options.Console with { Output = options.Console.Error };
        return errors.Rich().Progress().AutoClear(true).Start(context =>
        {
            ProgressTask task = context.AddTask("seconds", maxValue: stream.Length / Detection.SampleRate);
            return ScoreTrace.Record(spotter, stream, ClipEvaluation.SilenceBefore, () => task.Value = spotter.SampleCount / Detection.SampleRate);
        });
    }

    private static void Print(HostConsole console, StreamReport report)
    {
        console.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Words} keywords in {report.Seconds:0.0} s; a hit is a detection between a word's start and {StreamReport.Tolerance:0.0} s after its end (* the threshold in use)"));
        Table table = new Table().Border(TableBorder.Minimal)
            .AddColumn("threshold").AddColumn("hits").AddColumn("misses").AddColumn("hit rate").AddColumn("false alarms").AddColumn("repeats").AddColumn("per hour");
        foreach (StreamReport.ThresholdResult result in report.Thresholds)
        {
            table.AddRow(
                EvaluateCommand.Score(result.Threshold, report.Threshold),
                result.Hits.ToString(CultureInfo.InvariantCulture),
                result.Misses.ToString(CultureInfo.InvariantCulture),
                EvaluateCommand.Percent(result.HitRate),
                result.FalseAlarms.ToString(CultureInfo.InvariantCulture),
                result.Repeats.ToString(CultureInfo.InvariantCulture),
                result.FalseAlarmsPerHour.ToString("0.0", CultureInfo.InvariantCulture));
        }

        console.Rich().Write(table);
    }
}
