// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using TinyInterp.Tool.Operators;

namespace TinyInterp.Tool.Commands;

/// <summary>operators: which kernels there are.</summary>
internal static class OperatorsCommand
{
    internal static Command New(ToolConsole console)
    {
        Option<string> output = new Option<string>("--out")
        {
            Description = "Write the page to this file instead of standard output.",
            HelpName = "FILE",
        };
        Option<bool> json = Common.Json();
        ToolCommand command = new ToolCommand(
            "operators",
            "Lists every kernel: operator, registering call, types, newest version, bytecode and remarks, as a Markdown page.",
            "tinyinterp operators --out docs/operators.md")
        {
            output, json,
        };
        command.SetAction(result => List(console, result.GetValue(output), result.GetValue(json)));
        return command;
    }

    private static int List(ToolConsole console, string? output, bool json)
    {
        IReadOnlyList<OperatorEntry> entries = OperatorCatalog.Load();
        if (json)
        {
            console.WriteJson(entries);
        }
        else if (output != null)
        {
            File.WriteAllText(output, OperatorPage.Write(entries));
        }
        else
        {
            console.Output.Write(OperatorPage.Write(entries));
        }

        return ExitCodes.Success;
    }
}
