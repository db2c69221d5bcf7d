// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.Linq;
using Spectre.Console;
using TinyInterp.Optimize.Compare;
using TinyInterp.Optimize.Data;
using TinyInterp.Optimize.Prune;
using TinyInterp.Tool.Compare;
using TinyInterp.Tool.Plan;
using TinyInterp.Tool.Prune;
using TinyInterp.Writer;

namespace TinyInterp.Tool.Commands;

/// <summary>prune: least weights out, dead channels gone, and what both cost and save.</summary>
internal static class PruneCommand
{
    private const double HalfOfThem = 0.5;

    private static readonly Dictionary<string, PrunePattern> _patterns = new Dictionary<string, PrunePattern>
    {
        ["unstructured"] = PrunePattern.Unstructured,
        ["2:4"] = PrunePattern.TwoOfFour,
        ["channel"] = PrunePattern.Channel,
        ["compiled"] = PrunePattern.Compiled,
    };

    internal static Command New(ToolConsole console)
    {
        Argument<string> model = Common.Model();
        Option<double?> sparsity = new Option<double?>("--sparsity")
        {
            Description = "Share of the weights or output channels to set to zero, from 0 to below 1. 0 only removes channels that are already dead.",
            HelpName = "S",
        };
        Option<string> pattern = new Option<string>("--pattern")
        {
            Description = "unstructured (any weights), 2:4 (two of every four consecutive weights), channel (whole output channels, which are then removed) or "
                + "compiled (the blocks that cost compiled code one multiplication).",
            HelpName = "PATTERN",
            DefaultValueFactory = _ => "unstructured",
        };
        Option<string> scope = new Option<string>("--scope")
        {
            Description = "Select the smallest weights of each layer or of the whole model.",
            HelpName = "layer|model",
            DefaultValueFactory = _ => "layer",
        };
        Option<string> output = new Option<string>("--out", "-o")
        {
            Description = "File for the pruned model. Without it, only the report is printed.",
            HelpName = "FILE",
        };
        DataOptions data = new DataOptions("--inputs", "Data to measure the loss and the channels' means");
        Option<bool> json = Common.Json();
        ToolCommand command = new ToolCommand(
            "prune",
            "Sets the smallest weights to zero, removes dead channels exactly, and reports the loss and the saving.",
            "tinyinterp prune model.tflite --sparsity 0.25 --pattern channel -o pruned.tflite --inputs data/")
        {
            model, sparsity, pattern, scope, output, json,
        };
        data.AddTo(command);
        command.SetAction(result => Run(
            console, result.GetRequiredValue(model), Settings(result.GetValue(sparsity), result.GetRequiredValue(pattern), result.GetRequiredValue(scope)),
            result.GetValue(output), data.Of(result), result.GetValue(json)));
        return command;
    }

    private static PruneSettings Settings(double? sparsity, string patternName, string scopeName)
    {
        if (!_patterns.TryGetValue(patternName, out PrunePattern pattern))
        {
            throw new ToolException(ExitCodes.BadInput, "--pattern " + patternName + ": must be unstructured, 2:4, channel or compiled");
        }

        if (scopeName is not ("layer" or "model"))
        {
            throw new ToolException(ExitCodes.BadInput, "--scope " + scopeName + ": must be layer or model");
        }

        if (pattern == PrunePattern.TwoOfFour)
        {
            if (sparsity is not (null or HalfOfThem))
            {
                throw new ToolException(ExitCodes.BadInput, "--sparsity: the pattern 2:4 always has a sparsity of 0.5; leave the option out");
            }

            sparsity = HalfOfThem;
        }

        if (sparsity is null or double.NaN or < 0 or >= 1)
        {
            throw new ToolException(ExitCodes.BadInput, "--sparsity must be at least 0 and below 1, for example --sparsity 0.5");
        }

        return new PruneSettings(sparsity.Value, pattern, scopeName == "model" ? PruneScope.Model : PruneScope.Layer);
    }

    private static int Run(ToolConsole console, string file, PruneSettings settings, string? output, DataSpec spec, bool json)
    {
        byte[] model = ModelFiles.Read(file);
        ModelFiles.RequireRunnable(file, model);
        DataSet data = DataOptions.Load(spec, ModelInputs.Of(model));
        PruneResult result = Prune(file, model, settings, data);
        ModelComparison loss = new ModelComparison(model, result.Model);
        ToolProgress.Run(console, json, "Comparing", data.Samples.Count, step => loss.Run(data, step));
        KernelSaving saving = new KernelSaving(model, result.Zeroed, result.Model);
        CompiledSaving? compiled = settings.Pattern == PrunePattern.Compiled ? new CompiledSaving(file, model, result.Model) : null;
        if (output != null)
        {
            OutputFiles.Write([output], [result.Model]);
        }

        if (json)
        {
            WriteJson(console, file, output, settings, model, result, loss, saving, compiled);
        }
        else
        {
            Print(console.Rich(), settings, model, result, loss, saving, compiled, output);
        }

        return ExitCodes.Success;
    }

    private static PruneResult Prune(string file, byte[] model, PruneSettings settings, DataSet data)
    {
        try
        {
            PruneResult result = ModelPruner.Prune(model, settings, data);

            // Its plan was for other sizes, and whoever planned once wants it planned.
            return OfflinePlanMetadata.Has(ModelDocument.Read(model), 0) ? result with { Model = PlannedModel.Of(result.Model, isLean: false).Bytes } : result;
        }
        catch (PruneException e)
        {
            throw new ToolException(ExitCodes.BadInput, file + ": " + e.Message);
        }
    }

    private static void Print(
        IAnsiConsole console, PruneSettings settings, byte[] model, PruneResult result, ModelComparison loss, KernelSaving saving,
        CompiledSaving? compiled, string? output)
    {
        Table table = new Table().Border(TableBorder.Horizontal);
        string[] headers = ["Node", "Operator", "Weights of", "Weights", "Sparsity", "Channels", "Units before", "Units after", "Cost"];
        foreach (string header in headers)
        {
            table.AddColumn(new TableColumn(header) { NoWrap = true });
        }

        foreach (int right in new[] { 0, 3, 4, 5, 6, 7, 8 })
        {
            table.Columns[right].RightAligned();
        }

        foreach (LayerPruning layer in result.Layers)
        {
            KernelSaving.NodeSaving node = saving.Nodes.First(n => n.Node == layer.Node);
            table.AddRow(new[]
            {
                Number(layer.Node), layer.Operator, TensorLabel.Short(layer.Tensor), Number(layer.Weights),
                Percent(layer.SparsityBefore) + " -> " + Percent(layer.Sparsity),
                layer.ChannelsBefore == layer.Channels ? Number(layer.Channels) : Number(layer.ChannelsBefore) + " -> " + Number(layer.Channels),
                Number(node.UnitsBefore), Number(node.Units), KernelSaving.Saved(node.UnitsBefore, node.Units),
            }.Select(Markup.Escape).ToArray());
        }

        console.Write(table);
        foreach (LayerPruning layer in result.Layers.Where(layer => layer.DeadKept != 0))
        {
            console.WriteLine("node " + layer.Node + ": " + layer.DeadKept + (layer.DeadKept == 1 ? " dead channel is" : " dead channels are") + " kept: "
                + string.Join("; ", layer.Notes));
        }

        if (settings.Pattern == PrunePattern.Channel && settings.Sparsity > 0)
        {
            console.WriteLine("layers keep all channels if these are outputs of the model or if the next node mixes them");
        }

        foreach (TensorPair pair in loss.Outputs)
        {
            console.WriteLine("output " + TensorLabel.Short(pair.Name) + " on " + loss.SampleCount + " samples: " + ErrorPicture.DecibelText(pair.Noise.Decibels));
        }

        foreach (ScoreAgreement scores in loss.Scores)
        {
            console.WriteLine("top-1 agreement of output " + scores.Output + ": " + Percent(scores.Top1Agreement)
                + (scores is { AccuracyA: double before, AccuracyB: double after } ? "; accuracy " + Percent(before) + " -> " + Percent(after) : string.Empty));
        }

        if (loss.AccuracyNote != null)
        {
            console.WriteLine("no accuracy: " + loss.AccuracyNote);
        }

        foreach (string sentence in saving.Sentences())
        {
            console.WriteLine(sentence);
        }

        if (compiled != null)
        {
            console.WriteLine(compiled.Sentence());
        }

        console.WriteLine("file: " + Number(model.Length) + " -> " + Number(result.Model.Length) + " bytes" + (output == null ? string.Empty : ", " + output));
    }

    private static void WriteJson(
        ToolConsole console, string file, string? output, PruneSettings settings, byte[] model, PruneResult result, ModelComparison loss,
        KernelSaving saving, CompiledSaving? compiled)
    {
        console.WriteJson(new
        {
            File = file,
            Output = output,
            Pattern = _patterns.First(pattern => pattern.Value == settings.Pattern).Key,
            Scope = settings.Scope.ToString().ToLowerInvariant(),
            settings.Sparsity,
            AchievedSparsity = result.Layers.Sum(layer => layer.Sparsity * layer.Weights) / result.Layers.Sum(layer => layer.Weights),
            BytesBefore = model.Length,
            Bytes = result.Model.Length,
            UnitsBefore = saving.Before,
            Units = saving.After,
            UnitsZeroed = saving.Zeroed,
            SavedShare = KernelSaving.Share(saving.Before, saving.After),
            SavedByZerosShare = KernelSaving.Share(saving.Before, saving.Zeroed),
            Compiled = compiled,
            Layers = result.Layers,
            Nodes = saving.Nodes,
            Samples = loss.SampleCount,
            Outputs = loss.Outputs.Select(pair => new { pair.Name, SnrDb = pair.Noise.Decibels, MaxAbsError = pair.Noise.MaxError }),
            Scores = loss.Scores,
            loss.AccuracyNote,
        });
    }

    private static string Number(double value)
    {
        return value.ToString("#,0", CultureInfo.InvariantCulture);
    }

    private static string Percent(double share)
    {
        return (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + " %";
    }
}
