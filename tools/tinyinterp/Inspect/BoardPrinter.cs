// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Globalization;
using System.IO;

namespace TinyInterp.Tool.Inspect;

/// <summary>Prints whether a board's heap holds a model, for people.</summary>
internal static class BoardPrinter
{
    private const int NameWidth = 22;
    private const int NumberWidth = 11;

    internal static void Print(BoardReport board, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine("Managed heap of " + board.Name + ", in bytes (predicted, without the app's own code and objects)");
        output.WriteLine("  " + new string(' ', NameWidth) + "fast arena".PadLeft(NumberWidth) + "lean arena".PadLeft(NumberWidth + 1));
        void Row(string name, Func<HeapUse, string> value)
        {
            output.WriteLine("  " + name.PadRight(NameWidth) + value(board.Fast).PadLeft(NumberWidth) + value(board.Lean).PadLeft(NumberWidth + 1));
        }

        Row("VM and libraries", use => Number(use.SystemBytes));
        Row("model", use => Number(use.ModelBytes));
        Row("arena", use => Number(use.ArenaBytes));
        Row("interpreter, tensors", use => Number(use.InterpreterBytes));
        Row("kernels", use => Number(use.KernelBytes));
        Row("libraries' tables", use => Number(use.TableBytes));
        Row("while running", use => Number(use.LiveBytes));
        Row("peak, while loading", use => Number(use.NeededBytes));
        if (board.LeastHeapBytes != null)
        {
            Row("left for the app", use => use.LeftBytes < 0 ? "none" : Number(use.LeftBytes ?? 0));
        }

        Row("fits", use => use.Fits);
        output.WriteLine("  " + Verdict(board));
    }

    private static string Verdict(BoardReport board)
    {
        if (board is not { LeastHeapBytes: long least, MostHeapBytes: long most })
        {
            return "no limit is known";
        }

        string free = least == most
            ? Number(least) + " bytes of heap"
            : Number(least) + " to " + Number(most) + " bytes of heap, depending on the firmware's components";
        if (board.LargestBlockBytes is long block && board.LongestArrayBytes > block)
        {
            return free + ", but no array can be longer than " + Number(block) + "; the model takes one of "
                + Number(board.LongestArrayBytes);
        }

        return board.Lean.Fits == "no"
            ? free + "; even with the lean arena, " + Number(board.Lean.NeededBytes - most) + " bytes are missing"
            : free;
    }

    private static string Number(long value)
    {
        return value.ToString("N0", CultureInfo.InvariantCulture);
    }
}
