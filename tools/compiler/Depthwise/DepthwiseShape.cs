// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Compiler.Convolution;

namespace TinyInterp.Compiler.Depthwise;

/// <summary>
/// A depthwise window as the routine sees it: three lanes walk along one dimension, each through a third of the output, and the other dimension is
/// written out. Thirds overlap where 3 does not divide, so no lane ever leaves the output. Layers of one shape share a routine.
/// </summary>
public sealed record DepthwiseShape
{
    /// <summary>Sums in a word.</summary>
    public const int Lanes = 3;

    /// <summary>Bits of a lane.</summary>
    public const int LaneBits = 21;

    /// <summary>Whether lanes walk down a column; else along a row.</summary>
    public bool IsVertical { get; init; }

    /// <summary>Input cells, output cells, filter cells, stride and padding along the lanes' walk.</summary>
    public (int Input, int Output, int Filter, int Stride, int Padding) Along { get; init; }

    /// <summary>The same across it.</summary>
    public (int Input, int Output, int Filter, int Stride, int Padding) Across { get; init; }

    /// <summary>Input elements from cell to cell along and across.</summary>
    public (int Along, int Across) InputStep { get; init; }

    /// <summary>Output elements from cell to cell along and across.</summary>
    public (int Along, int Across) OutputStep { get; init; }

    /// <summary>The stored zero, which padding holds.</summary>
    public int ZeroPoint { get; init; }

    /// <summary>Output cells along the walk that each lane computes.</summary>
    public int Walk => (Along.Output + Lanes - 1) / Lanes;

    /// <summary>Words that are computed for a channel.</summary>
    public int Words => Walk * Across.Output;

    /// <summary>Locals that the routine needs.</summary>
    public int Locals => Along.Filter * Across.Input;

    /// <summary>
    /// Whether the output may lie over the input: each cell is read before its place is written, but for the one line that a lane shares with the
    /// next, which the routine reads first. Thirds do not overlap then, and the last may be shorter.
    /// </summary>
    public bool IsInPlace => Along.Stride == 1 && Across.Stride == 1 && Along.Input == Along.Output && Across.Input == Across.Output
        && InputStep == OutputStep && Along.Filter - 1 - Along.Padding <= 1 && Along.Filter > 1 && Along.Output > (Lanes - 1) * Walk;

    /// <summary>The first output cell of a lane.</summary>
    public int Base(int lane)
    {
        return IsInPlace ? lane * Walk : Math.Min(lane * Walk, Along.Output - Walk);
    }

    /// <summary>The better shape of two for a window, or null where neither will do.</summary>
    public static DepthwiseShape? Of(WindowShape window, int zeroPoint)
    {
        if (window.DilationHeight != 1 || window.DilationWidth != 1 || window.Batches != 1)
        {
            return null;
        }

        DepthwiseShape down = New(window, zeroPoint, true);
        DepthwiseShape right = New(window, zeroPoint, false);
        DepthwiseShape best = down.Words < right.Words || (down.Words == right.Words && down.Locals <= right.Locals) ? down : right;
        DepthwiseShape other = best == down ? right : down;
        return best.Locals <= 150 ? best : other.Locals <= 150 ? other : null;
    }

    private static DepthwiseShape New(WindowShape w, int zeroPoint, bool isVertical)
    {
        (int, int, int, int, int) rows = (w.InputHeight, w.OutputHeight, w.FilterHeight, w.StrideHeight, w.PadTop);
        (int, int, int, int, int) columns = (w.InputWidth, w.OutputWidth, w.FilterWidth, w.StrideWidth, w.PadLeft);
        (int, int) input = (w.InputWidth * w.InputDepth, w.InputDepth);
        (int, int) output = (w.OutputWidth * w.OutputDepth, w.OutputDepth);
        return new DepthwiseShape
        {
            IsVertical = isVertical,
            Along = isVertical ? rows : columns,
            Across = isVertical ? columns : rows,
            InputStep = isVertical ? input : (input.Item2, input.Item1),
            OutputStep = isVertical ? output : (output.Item2, output.Item1),
            ZeroPoint = zeroPoint,
        };
    }
}
