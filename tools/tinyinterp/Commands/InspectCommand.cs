// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.CommandLine;
using System.IO;
using System.Text;
using TinyInterp.IlMeter;
using TinyInterp.Tool.Compile;
using TinyInterp.Tool.Inspect;
using TinyInterp.Tool.Picture;

namespace TinyInterp.Tool.Commands;

/// <summary>inspect: what is in a model, what does it cost, can it be run?</summary>
internal static class InspectCommand
{
    internal static Command New(ToolConsole console)
    {
        Argument<string> model = Common.Model();
        BoardOptions boards = new BoardOptions("Predict how much of this board's managed heap the model takes");
        Option<string> html = Common.Html();
        Option<bool> compiled = Common.Compiled("Show the model compiled to C#: code, units and RAM of each layer.");
        Option<bool> json = Common.Json();
        ToolCommand command = new ToolCommand(
            "inspect",
            "Shows a model's operators, tensors and arena plan, and everything in it that is not supported. Exit code 1: it does not fit the "
            + "board; 2: not a valid model; 3: valid, but something is not supported.",
            "tinyinterp inspect model.tflite")
        {
            model, boards.Board, boards.File, compiled, html, json,
        };
        command.SetAction(result => result.GetValue(compiled)
            ? CompiledCost.Print(console, result.GetRequiredValue(model), InputFiles.Read(result.GetRequiredValue(model)), boards.Choose(result), result.GetValue(json), true)
            : Inspect(console, result.GetRequiredValue(model), boards.Choose(result), result.GetValue(html), result.GetValue(json)));
        return command;
    }

    private static int Inspect(ToolConsole console, string path, Board? board, string? html, bool json)
    {
        ModelReport report = ModelFiles.Report(path, InputFiles.Read(path), board);
        if (html != null)
        {
            OutputFiles.Write([html], [Encoding.UTF8.GetBytes(ArenaPage.Of(Path.GetFileName(path), [(null, report)]))]);
        }

        if (json)
        {
            console.WriteJson(report);
        }
        else
        {
            new ReportPrinter(console.Rich()).Print(report);
            if (report.Board != null)
            {
                BoardPrinter.Print(report.Board, console.Output);
            }
        }

        return !report.IsRunnable ? ExitCodes.Unsupported : report.Board?.Lean.Fits == "no" ? ExitCodes.Failed : ExitCodes.Success;
    }
}
