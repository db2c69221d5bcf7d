// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.CommandLine;
using TinyInterp.Tool.Inspect;

namespace TinyInterp.Tool.Commands;

/// <summary>inspect: what is in a model, what does it cost, can it be run?</summary>
internal static class InspectCommand
{
    internal static Command New(ToolConsole console)
    {
        Argument<string> model = Common.Model();
        Option<bool> json = Common.Json();
        ToolCommand command = new ToolCommand(
            "inspect",
            "Shows a model's operators, tensors and arena plan, and everything in it that is not supported. Exit code 2: not a valid "
            + "model; 3: valid, but something is not supported.",
            "tinyinterp inspect model.tflite")
        {
            model, json,
        };
        command.SetAction(result => Inspect(console, result.GetValue(model), result.GetValue(json)));
        return command;
    }

    private static int Inspect(ToolConsole console, string path, bool json)
    {
        ModelReport report;
        try
        {
            report = new ModelReport(path, InputFiles.Read(path));
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
        }

        return report.IsRunnable ? ExitCodes.Success : ExitCodes.Unsupported;
    }
}
