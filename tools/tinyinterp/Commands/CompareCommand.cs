// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.Linq;
using System.Text;
using Spectre.Console;
using TinyInterp.Optimize.Compare;
using TinyInterp.Optimize.Data;
using TinyInterp.Tool.Compare;

namespace TinyInterp.Tool.Commands;

/// <summary>compare: how far one model is from another, tensor by tensor.</summary>
internal static class CompareCommand
{
    internal static Command New(ToolConsole console)
    {
        Argument<string> a = new Argument<string>("A") { Description = "The .tflite file to compare with, usually the float model." };
        Argument<string> b = new Argument<string>("B") { Description = "The .tflite file to check, usually the quantised model." };
        DataOptions data = new DataOptions("--inputs", "Data that both models run on");
        Option<double> threshold = new Option<double>("--threshold")
        {
            Description = "A tensor diverges if its signal-to-noise ratio is below this many decibels.",
            HelpName = "DB",
            DefaultValueFactory = _ => ModelComparison.DefaultThreshold,
        };
        Option<bool> weights = new Option<bool>("--weights") { Description = "Also compare constants with the same name." };
        Option<string> svg = new Option<string>("--svg") { Description = "Write a diagram of the error by layer.", HelpName = "FILE" };
        Option<string> html = new Option<string>("--html") { Description = "Write an HTML page with the diagram and the figures.", HelpName = "FILE" };
        Option<bool> json = Common.Json();
        ToolCommand command = new ToolCommand(
            "compare",
            "Runs two models on the same real values. Reports how far B's tensors are from A's, and how often both choose the same class.",
            "tinyinterp compare float.tflite int8.tflite --inputs data/ --html error.html")
        {
            a, b, threshold, weights, svg, html, json,
        };
        data.AddTo(command);
        command.SetAction(result => Run(
            console, result.GetRequiredValue(a), result.GetRequiredValue(b), data.Of(result), result.GetValue(threshold), result.GetValue(weights),
            result.GetValue(svg), result.GetValue(html), result.GetValue(json)));
        return command;
    }

    private static int Run(
        ToolConsole console, string a, string b, DataSpec spec, double threshold, bool weights, string? svg, string? html, bool json)
    {
        byte[] modelA = ModelFiles.Read(a);
        byte[] modelB = ModelFiles.Read(b);
        ModelComparison comparison = Load(a, modelA, b, modelB);
        DataSet data = DataOptions.Load(spec, ModelInputs.OfBoth(modelA, modelB));
        ToolProgress.Run(console, json, "Comparing", data.Samples.Count, step => comparison.Run(data, step));

        List<string> facts = Facts(comparison, threshold, data);
        ErrorPicture picture = new ErrorPicture(b + " against " + a, facts, comparison.Tensors, threshold);
        (string? Path, Func<string> Text)[] files = [(svg, picture.Svg), (html, picture.Html)];
        files = files.Where(file => file.Path != null).ToArray();
        OutputFiles.Write(
            files.Select(file => file.Path).OfType<string>().ToArray(), files.Select(file => Encoding.UTF8.GetBytes(file.Text())).ToArray());
        if (json)
        {
            WriteJson(console, a, b, comparison, data, threshold, weights);
            return ExitCodes.Success;
        }

        IAnsiConsole rich = console.Rich();
        Print(rich, comparison.Tensors, threshold);
        if (weights)
        {
            rich.WriteLine("Weights");
            Print(rich, comparison.Weights, threshold);
        }

        facts.ForEach(rich.WriteLine);
        return ExitCodes.Success;
    }

    private static ModelComparison Load(string a, byte[] modelA, string b, byte[] modelB)
    {
        try
        {
            ModelFiles.RequireRunnable(a, modelA);
            ModelFiles.RequireRunnable(b, modelB);
            return new ModelComparison(modelA, modelB);
        }
        catch (ComparisonException e)
        {
            throw new ToolException(ExitCodes.BadInput, e.Message + " (A is " + a + ", B is " + b + ")");
        }
    }

    private static List<string> Facts(ModelComparison comparison, double threshold, DataSet data)
    {
        List<string> facts = new List<string>
        {
            comparison.SampleCount + (comparison.SampleCount == 1 ? " sample, " : " samples, ") + comparison.Tensors.Count + " tensors compared",
        };
        foreach (TensorPair output in comparison.Outputs)
        {
            facts.Add("output " + TensorLabel.Short(output.Name) + ": " + ErrorPicture.DecibelText(output.Noise.Decibels) + ", largest error " + Value(output.Noise.MaxError));
        }

        TensorPair? first = comparison.FirstDiverging(threshold);
        facts.Add(first == null
            ? string.Create(CultureInfo.InvariantCulture, $"no tensor diverges: all have at least {threshold:0.#} dB")
            : string.Create(
                CultureInfo.InvariantCulture,
                $"first to diverge: {TensorLabel.Short(first.Name)} ({first.Source}) with {ErrorPicture.DecibelText(first.Noise.Decibels)}, below {threshold:0.#} dB"));
        foreach (ScoreAgreement scores in comparison.Scores)
        {
            facts.Add("top-1 agreement of output " + scores.Output + ": " + Percent(scores.Top1Agreement));
            if (scores is { AccuracyA: double accuracyA, AccuracyB: double accuracyB })
            {
                facts.Add("accuracy: A " + Percent(accuracyA) + ", B " + Percent(accuracyB)
                    + " (classes in order: " + string.Join(", ", data.Classes) + ")");
            }
        }

        if (comparison.AccuracyNote != null)
        {
            facts.Add("no accuracy: " + comparison.AccuracyNote);
        }

        return facts;
    }

    private static void Print(IAnsiConsole console, IReadOnlyList<TensorPair> pairs, double threshold)
    {
        Table table = new Table().Border(TableBorder.Horizontal);
        foreach (string header in new[] { "Node", "Tensor", "Produced by", "Signal to noise", "Largest error", string.Empty })
        {
            table.AddColumn(new TableColumn(header) { NoWrap = true });
        }

        foreach (int right in new[] { 0, 3, 4 })
        {
            table.Columns[right].RightAligned();
        }

        foreach (TensorPair pair in pairs)
        {
            table.AddRow(new[]
            {
                pair.Node < 0 ? string.Empty : pair.Node.ToString(CultureInfo.InvariantCulture), TensorLabel.Short(pair.Name), pair.Source,
                ErrorPicture.DecibelText(pair.Noise.Decibels), Value(pair.Noise.MaxError),
                pair.Noise.Decibels < threshold ? "diverged" : string.Empty,
            }.Select(Markup.Escape).ToArray());
        }

        console.Write(table);
    }

    private static void WriteJson(
        ToolConsole console, string a, string b, ModelComparison comparison, DataSet data, double threshold, bool weights)
    {
        TensorPair? first = comparison.FirstDiverging(threshold);
        console.WriteJson(new
        {
            A = a,
            B = b,
            Samples = comparison.SampleCount,
            Threshold = threshold,
            FirstDiverging = first == null ? null : Row(first),
            Tensors = comparison.Tensors.Select(Row),
            Outputs = comparison.Outputs.Select(Row),
            Weights = weights ? comparison.Weights.Select(Row) : null,
            data.Classes,
            Scores = comparison.Scores,
            comparison.AccuracyNote,
        });
    }

    private static object Row(TensorPair pair)
    {
        return new { pair.Name, pair.Node, pair.Source, TensorA = pair.A, TensorB = pair.B, SnrDb = pair.Noise.Decibels, MaxAbsError = pair.Noise.MaxError };
    }

    private static string Value(double value)
    {
        return value.ToString("G4", CultureInfo.InvariantCulture);
    }

    private static string Percent(double share)
    {
        return (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + " %";
    }
}
