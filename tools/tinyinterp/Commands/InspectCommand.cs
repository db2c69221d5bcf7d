// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.CommandLine;
using TinyInterp.IlMeter;
using TinyInterp.Tool.Inspect;

namespace TinyInterp.Tool.Commands;

/// <summary>inspect: what is in a model, what does it cost, can it be run?</summary>
internal static class InspectCommand
{
    internal static Command New(ToolConsole console)
    {
        Argument<string> model = Common.Model();
        BoardOptions boards = new BoardOptions("Predict what the managed heap of this board must hold");
        Option<bool> json = Common.Json();
        ToolCommand command = new ToolCommand(
            "inspect",
            "Shows a model's operators, tensors and arena plan, and everything in it that is not supported. Exit code 1: it does not fit the "
            + "board; 2: not a valid model; 3: valid, but something is not supported.",
            "tinyinterp inspect model.tflite")
        {
            model, boards.Board, boards.File, json,
        };
        command.SetAction(result => Inspect(console, result.GetValue(model), boards.Choose(result), result.GetValue(json)));
        return command;
    }

    private static int Inspect(ToolConsole console, string path, Board board, bool json)
    {
        ModelReport report;
        try
        {
            report = new ModelReport(path, InputFiles.Read(path), board);
        }
        catch (ModelException e)
        {
            throw new ToolException(ExitCodes.Of(e.Code), path + ": " + e.Message);
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
