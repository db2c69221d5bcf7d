// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using Spectre.Console;
using TinyInterp.Golden;

namespace TinyInterp.Tool.Commands;

/// <summary>verify: do models give the outputs that they must give?</summary>
internal static class VerifyCommand
{
    internal static Command New(ToolConsole console)
    {
        Argument<string[]> paths = new Argument<string[]>("PATH")
        {
            Description = "Zips of golden cases, or folders that hold zips or cases.json, at any depth.",
            Arity = ArgumentArity.OneOrMore,
        };
        Option<string> model = new Option<string>("--model")
        {
            Description = "The model for cases that come without one.",
            HelpName = "FILE",
        };
        Option<bool> deviceProfile = Common.DeviceProfile();
        Option<bool> json = Common.Json();
        ToolCommand command = new ToolCommand(
            "verify",
            "Runs golden cases and lists those whose outputs differ. Exit code 1 if any does.",
            "tinyinterp verify tests/conformance")
        {
            paths, model, deviceProfile, json,
        };
        command.SetAction(result => Verify(
            console, result.GetRequiredValue(paths), result.GetValue(model), result.GetValue(deviceProfile), result.GetValue(json)));
        return command;
    }

    private static int Verify(ToolConsole console, string[] paths, string? model, bool deviceProfile, bool json)
    {
        byte[]? ownModel = model == null ? null : InputFiles.Read(model);
        List<CaseSource> sources = new List<CaseSource>();
        try
        {
            foreach (string path in paths)
            {
                sources.AddRange(CaseSource.Open(path));
            }

            GoldenCase[] cases = sources.SelectMany(source => CaseReader.Read(source, ownModel)).ToArray();
            IReadOnlyList<CaseResult> results = Run(console, cases, Common.Engine(deviceProfile), json);
            if (json)
            {
                WriteJson(console, results, deviceProfile);
            }
            else
            {
                WriteText(console, results);
            }

            return results.All(result => result.Passed) ? ExitCodes.Success : ExitCodes.Failed;
        }
        finally
        {
            sources.ForEach(source => source.Dispose());
        }
    }

    private static IReadOnlyList<CaseResult> Run(ToolConsole console, GoldenCase[] cases, IEngine engine, bool json)
    {
        if (!console.IsTerminal || json)
        {
            return CaseRunner.Run(cases, engine);
        }

        return console.Rich().Progress().AutoClear(true).Start(context =>
        {
            ProgressTask task = context.AddTask("Verifying", maxValue: cases.Length);
            return CaseRunner.Run(cases, engine, () => task.Increment(1));
        });
    }

    private static void WriteText(ToolConsole console, IReadOnlyList<CaseResult> results)
    {
        foreach (CaseResult result in results.Where(result => !result.Passed))
        {
            console.Output.WriteLine("FAILED " + result);
        }

        int allocating = results.Count(result => result.AllocatedBytes != 0);
        if (allocating != 0)
        {
            console.Output.WriteLine("Invoke allocated memory in " + allocating + " cases, the first " + results.First(r => r.AllocatedBytes != 0).Case);
        }

        console.Output.WriteLine(results.Count(result => result.Passed) + " passed, " + results.Count(result => !result.Passed) + " failed");
    }

    private static void WriteJson(ToolConsole console, IReadOnlyList<CaseResult> results, bool deviceProfile)
    {
        console.WriteJson(new
        {
            Build = Common.BuildName(deviceProfile),
            Passed = results.Count(result => result.Passed),
            Failed = results.Count(result => !result.Passed),
            Failures = results.Where(result => !result.Passed).Select(result => new
            {
                Source = result.Case.Source.FilePath,
                result.Case.Id,
                result.Case.Operator,
                result.Case.Type,
                result.Error,
                result.Differences,
            }),
            Allocating = results.Where(result => result.AllocatedBytes != 0).Select(result => new
            {
                Source = result.Case.Source.FilePath,
                result.Case.Id,
                result.AllocatedBytes,
            }),
        });
    }
}
