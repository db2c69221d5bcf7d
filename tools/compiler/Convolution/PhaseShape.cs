// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Compiler.Convolution;

/// <summary>Where the outputs of a position lie if the window computes several of them: phase (i, j) is the cell i rows below and j columns right.</summary>
/// <param name="Height">Rows of phases.</param>
/// <param name="Width">Columns of phases.</param>
/// <param name="Depth">Channels of the output.</param>
/// <param name="OutputHeight">Rows of the output.</param>
/// <param name="OutputWidth">Columns of the output.</param>
/// <param name="FirstRow">Row of phase 0 at the first position; may lie above the output.</param>
/// <param name="FirstColumn">Column of phase 0 at the first position; may lie left of the output.</param>
public sealed record PhaseShape(int Height, int Width, int Depth, int OutputHeight, int OutputWidth, int FirstRow, int FirstColumn)
{
    /// <summary>Where phase 0 of the first position lies in the output.</summary>
    internal int First => (FirstRow * OutputWidth + FirstColumn) * Depth;

    /// <summary>Elements from a row of positions to the next.</summary>
    internal int RowStep => Height * OutputWidth * Depth;

    /// <summary>Elements from a position to the next.</summary>
    internal int ColumnStep => Width * Depth;

    /// <summary>The place of a channel of the window, counted from phase 0.</summary>
    internal int Place(int channel)
    {
        return (Row(channel) * OutputWidth + Column(channel)) * Depth + channel % Depth;
    }

    /// <summary>
    /// The condition under which a channel's output exists, on the first input row y and column x of the window; null where it always does.
    /// </summary>
    internal string? Condition(WindowShape window, int channel)
    {
        return Join(
            Inside("y", FirstRow + Row(channel), Height, window.OutputHeight, OutputHeight, window.PadTop),
            Inside("x", FirstColumn + Column(channel), Width, window.OutputWidth, OutputWidth, window.PadLeft));
    }

    private static string? Inside(string variable, int first, int stride, int positions, int size, int padding)
    {
        bool before = first < 0;
        bool behind = first + (positions - 1) * stride >= size;
        return Join(before ? variable + " > " + -padding : null, behind ? variable + " < " + (positions - 1 - padding) : null);
    }

    private static string? Join(string? one, string? two)
    {
        return one == null ? two : two == null ? one : one + " && " + two;
    }

    private int Row(int channel)
    {
        return channel / Depth / Width;
    }

    private int Column(int channel)
    {
        return channel / Depth % Width;
    }
}
