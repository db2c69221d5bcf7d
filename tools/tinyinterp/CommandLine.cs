// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using System.IO;
using System.Linq;
using TinyInterp.Golden;
using TinyInterp.Tool.Commands;

namespace TinyInterp.Tool;

/// <summary>The commands and the one place where their errors end: a line that says what is wrong, and an exit code.</summary>
public static class CommandLine
{
    private const string Name = "tinyinterp";

    private static readonly ParserConfiguration _parsing = new ParserConfiguration { ResponseFileTokenReplacer = null };

    /// <summary>Checks a command line without running it.</summary>
    /// <exception cref="ToolException">Something is wrong with it.</exception>
    public static void Check(string[] args)
    {
        RequireSound(NewRoot(new ToolConsole(TextWriter.Null, TextWriter.Null, isTerminal: false)).Parse(args, _parsing));
    }

    /// <summary>Runs a command line.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static int Run(string[] args, ToolConsole console)
    {
        Command root = NewRoot(console);
        try
        {
            if (Suggestions.AreAskedFor(args))
            {
                Suggestions.Write(root, args, console.Output);
                return ExitCodes.Success;
            }

            ParseResult result = root.Parse(args, _parsing);
            RequireSound(result);
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

    private static Command NewRoot(ToolConsole console)
    {
        return new ToolCommand(
            Name, "Converts, inspects, runs and embeds TensorFlow Lite models for TinyInterp.", Name + " verify tests/conformance")
        {
            InspectCommand.New(console),
            RunCommand.New(console),
            VerifyCommand.New(console),
            ProfileCommand.New(console),
            OperatorsCommand.New(console),
            LedgerCommand.New(console),
            ExplainCommand.New(console),
            CompareCommand.New(console),
            QuantizeCommand.New(console),
            PruneCommand.New(console),
            PlanCommand.New(console),
            PatchCommand.New(console),
            StripFloatIoCommand.New(console),
            ResolverCommand.New(console),
            EmbedCommand.New(console),
            CompileCommand.New(console),
            CompletionCommand.New(console),
            new HelpOption { Action = new HelpWithExample() },
            new VersionOption { Action = new VersionAction() },
        };
    }

    private static void RequireSound(ParseResult result)
    {
        Command command = result.CommandResult.Command;
        string see = " See " + (command.Name == Name ? Name : Name + " " + command.Name) + " --help";

        // An option that does not exist would be taken for a value of the one before it.
        Token? option = result.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash)
            .FirstOrDefault(token => token.Type == TokenType.Argument && IsOption(token.Value));
        if (option != null)
        {
            throw new ToolException(ExitCodes.BadInput, "there is no option " + option.Value + " here." + see);
        }

        if (result.Errors.Count != 0)
        {
            // What else is wrong usually follows from a word that is out of place.
            string problem = result.UnmatchedTokens.Count != 0
                ? "'" + result.UnmatchedTokens[0] + "' is not expected here."
                : result.Errors[0].Message;
            throw new ToolException(ExitCodes.BadInput, problem + see);
        }
    }

    private static bool IsOption(string text)
    {
        return text.Length > 1 && text[0] == '-' && !char.IsDigit(text[1]);
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
}
