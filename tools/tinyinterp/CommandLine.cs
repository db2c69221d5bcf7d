// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.IO;
using System.Linq;
using System.Reflection;
using TinyInterp.Golden;
using TinyInterp.Tool.Commands;

namespace TinyInterp.Tool;

/// <summary>The commands and the one place where their errors end: a line that says what is wrong, and an exit code.</summary>
public static class CommandLine
{
    private const string Name = "tinyinterp";

    /// <summary>Runs a command line.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static int Run(string[] args, ToolConsole console)
    {
        RootCommand root = NewRoot(console);
        ParseResult result = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        try
        {
            if (result.Errors.Count != 0)
            {
                string command = result.CommandResult.Command is RootCommand ? Name : Name + " " + result.CommandResult.Command.Name;
                string problem = string.Join(" ", result.Errors.Select(error => error.Message).Distinct());
                throw new ToolException(ExitCodes.BadInput, problem + " See " + command + " --help");
            }

            return result.Invoke(new InvocationConfiguration
            {
                Output = console.Output,
                Error = console.Error,
                EnableDefaultExceptionHandler = false,
            });
        }
        catch (Exception e)
        {
            console.Error.WriteLine(Name + ": " + OneLine(Describe(e)));
            return ExitCodeOf(e);
        }
    }

    private static RootCommand NewRoot(ToolConsole console)
    {
        RootCommand root = new RootCommand("Inspects, runs and verifies TensorFlow Lite models with TinyInterp.");
        root.Subcommands.Add(InspectCommand.New(console));
        root.Subcommands.Add(RunCommand.New(console));
        root.Subcommands.Add(VerifyCommand.New(console));
        root.Options.OfType<VersionOption>().Single().Action = new VersionAction(console);
        return root;
    }

    private static string Describe(Exception e)
    {
        switch (e)
        {
            case ToolException or ModelException or EngineException or CaseFormatException or IOException or UnauthorizedAccessException:
                return e.Message;
            case OutOfMemoryException:
                return "not enough memory for this model";
            default:
                return "internal error, please report it: " + e.GetType().Name + ": " + e.Message;
        }
    }

    private static int ExitCodeOf(Exception e)
    {
        switch (e)
        {
            case ToolException tool:
                return tool.ExitCode;
            case ModelException model:
                return ExitCodes.Of(model.Code);
            case EngineException engine:
                return ExitCodes.Of(engine.Code);
            case CaseFormatException or IOException or UnauthorizedAccessException:
                return ExitCodes.BadInput;
            case OutOfMemoryException:
                return ExitCodes.Unsupported;
            default:
                return ExitCodes.Internal;
        }
    }

    private static string OneLine(string text)
    {
        return string.Join(" ", text.Split('\r', '\n').Where(line => line.Length != 0));
    }

    /// <summary>Prints this tool's version, also where another program runs its commands.</summary>
    private sealed class VersionAction : SynchronousCommandLineAction
    {
        private readonly ToolConsole _console;

        internal VersionAction(ToolConsole console)
        {
            _console = console;
        }

        public override int Invoke(ParseResult parseResult)
        {
            string version = typeof(VersionAction).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>().InformationalVersion;
            _console.Output.WriteLine(version.Split('+')[0]);
            return ExitCodes.Success;
        }
    }
}
