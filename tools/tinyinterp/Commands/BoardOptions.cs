// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using TinyInterp.IlMeter;

namespace TinyInterp.Tool.Commands;

/// <summary>The options that name a board, and a file with boards of the user's own.</summary>
internal sealed class BoardOptions
{
    /// <param name="what">What the board is named for; the description begins with it.</param>
    internal BoardOptions(string what)
    {
        Board = new Option<string>("--board")
        {
            Description = what + ": " + string.Join(", ", BoardList.Known.Select(board => board.Name)) + ", or one of --boards.",
            HelpName = "NAME",
        };
        Board.CompletionSources.Add(_ => BoardList.Known.Select(
            board => new System.CommandLine.Completions.CompletionItem(board.Name)));
        File = new Option<string>("--boards")
        {
            Description = "A file with your own boards, in the format of tools/il-meter/boards.json. They replace known boards of the same name.",
            HelpName = "FILE",
        };
    }

    /// <summary>--board NAME.</summary>
    internal Option<string> Board { get; }

    /// <summary>--boards FILE.</summary>
    internal Option<string> File { get; }

    /// <summary>The board that a command line names, or null where it names none.</summary>
    /// <exception cref="ToolException">There is no such board, or the file is not one of boards.</exception>
    internal Board? Choose(ParseResult result)
    {
        IReadOnlyList<Board> boards = All(result.GetValue(File));
        string? name = result.GetValue(Board);
        return name == null ? null : BoardList.Find(boards, name) ?? throw new ToolException(
            ExitCodes.BadInput, "there is no board " + name + "; known boards are " + string.Join(", ", boards.Select(board => board.Name)));
    }

    private static IReadOnlyList<Board> All(string? file)
    {
        try
        {
            return file == null ? BoardList.Known : BoardList.With(InputFiles.Read(file));
        }
        catch (FormatException e)
        {
            throw new ToolException(ExitCodes.BadInput, file + ": " + e.Message);
        }
    }
}
