// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.CommandLine;
using System.Linq;
using TinyInterp.Tool.Explain;

namespace TinyInterp.Tool.Commands;

/// <summary>explain: what an error code means, where it comes from and what to do.</summary>
internal static class ExplainCommand
{
    private const int MostSuggestions = 5;

    internal static Command New(ToolConsole console)
    {
        Argument<string> code = new Argument<string>("CODE")
        {
            Description = "Number or name of an error code. Without it, all codes are listed.",
            Arity = ArgumentArity.ZeroOrOne,
            HelpName = "CODE",
        };
        code.CompletionSources.Add(_ => ErrorGuide.All.Select(advice => new System.CommandLine.Completions.CompletionItem(advice.Code.ToString())));
        Option<bool> all = new Option<bool>("--all") { Description = "List all codes." };
        Option<bool> json = Common.Json();
        ToolCommand command = new ToolCommand(
            "explain",
            "Explains an error code: message, cause and remedy. On a board, an exception has only the number.",
            "tinyinterp explain 304")
        {
            code, all, json,
        };
        command.SetAction(result => Explain(console, result.GetValue(code), result.GetValue(all), result.GetValue(json)));
        return command;
    }

    private static int Explain(ToolConsole console, string? code, bool all, bool json)
    {
        if (code == null || all)
        {
            if (code != null)
            {
                throw new ToolException(ExitCodes.BadInput, "--all lists every code; leave out '" + code + "'");
            }

            WriteAll(console, json);
            return ExitCodes.Success;
        }

        ErrorAdvice advice = ErrorGuide.Find(code) ?? throw new ToolException(ExitCodes.BadInput, NotFound(code));
        if (json)
        {
            console.WriteJson(ForPrograms(advice));
        }
        else
        {
            console.Output.WriteLine("error " + (int)advice.Code + " (" + advice.Code + ")");
            Write(console, advice);
        }

        return ExitCodes.Success;
    }

    private static void WriteAll(ToolConsole console, bool json)
    {
        if (json)
        {
            console.WriteJson(ErrorGuide.All.Select(ForPrograms));
            return;
        }

        foreach (ErrorAdvice advice in ErrorGuide.All)
        {
            console.Output.WriteLine((int)advice.Code + " " + advice.Code + ": " + advice.Sentence);
        }
    }

    private static void Write(ToolConsole console, ErrorAdvice advice)
    {
        console.Output.WriteLine("  " + advice.Sentence);
        console.Output.WriteLine("  Cause:  " + advice.Cause);
        console.Output.WriteLine("  Remedy: " + advice.Remedy);
    }

    private static object ForPrograms(ErrorAdvice advice)
    {
        return new { Code = (int)advice.Code, Name = advice.Code.ToString(), advice.Sentence, advice.Cause, advice.Remedy };
    }

    private static string NotFound(string code)
    {
        ErrorCode[] suggestions = ErrorGuide.Suggestions(code);
        string meant = string.Join(", ", suggestions.Take(MostSuggestions).Select(s => s + " (" + (int)s + ")"));
        return "there is no error code '" + code + "'; "
            + (meant.Length == 0 ? "tinyinterp explain lists all" : "did you mean " + meant
            + (suggestions.Length > MostSuggestions ? " or one of " + (suggestions.Length - MostSuggestions) + " more" : string.Empty) + "?");
    }
}
