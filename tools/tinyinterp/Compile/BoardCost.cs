// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Globalization;
using System.IO;
using TinyInterp.IlMeter;

namespace TinyInterp.Tool.Compile;

/// <summary>What a model costs on a board, compiled and interpreted: predicted time of an Invoke, and whether the heap holds it.</summary>
internal sealed class BoardCost
{
    internal BoardCost(Board board, double units, double interpretedUnits, DeviceHeapReport heap, DeviceHeapReport interpretedHeap)
    {
        Name = board.Name;
        Basis = board.BasisText;
        Milliseconds = units * board.NsPerUnit / 1e6;
        InterpretedMilliseconds = interpretedUnits * board.NsPerUnit / 1e6;
        LeastHeapBytes = board.LeastHeapBytes;
        Fits = FitsIn(board, heap);
        InterpretedFits = FitsIn(board, interpretedHeap);
    }

    /// <summary>Name of the firmware's target.</summary>
    public string Name { get; }

    /// <summary>How its speed is known.</summary>
    public string Basis { get; }

    /// <summary>Predicted time of an Invoke, compiled.</summary>
    public double Milliseconds { get; }

    /// <summary>Predicted time of an Invoke, interpreted.</summary>
    public double InterpretedMilliseconds { get; }

    /// <summary>Free heap that an app can count on; null where no limit is known.</summary>
    public long? LeastHeapBytes { get; }

    /// <summary>yes; perhaps: with the board's most free heap, not with its least; or no.</summary>
    public string Fits { get; }

    /// <summary>The same for the interpreted model, with the arena in which it is fastest.</summary>
    public string InterpretedFits { get; }

    internal static void Print(TextWriter output, IEnumerable<BoardCost> boards)
    {
        output.WriteLine("  " + "board".PadRight(26) + "speed".PadRight(11) + "ms compiled".PadLeft(13) + "interpreted".PadLeft(13) + "   fits compiled, interpreted");
        foreach (BoardCost board in boards)
        {
            output.WriteLine("  " + board.Name.PadRight(26) + board.Basis.PadRight(11) + Text(board.Milliseconds).PadLeft(13)
                + Text(board.InterpretedMilliseconds).PadLeft(13) + "   " + board.Fits + ", " + board.InterpretedFits);
        }
    }

    private static string FitsIn(Board board, DeviceHeapReport heap)
    {
        return heap.NeededBytes > board.MostHeapBytes ? "no" : heap.NeededBytes > board.LeastHeapBytes ? "perhaps" : "yes";
    }

    private static string Text(double milliseconds)
    {
        return milliseconds.ToString("#,0.0", CultureInfo.InvariantCulture);
    }
}
