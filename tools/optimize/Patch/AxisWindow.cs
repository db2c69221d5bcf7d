// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Linq;

namespace TinyInterp.Optimize.Patch;

/// <summary>Which positions of its input a layer reads along rows or along columns for an output position.</summary>
/// <param name="Span">Number of positions from the first to the last.</param>
/// <param name="Stride">Input positions from one output position to the next.</param>
/// <param name="Before">Number of padded positions before the input.</param>
/// <param name="After">Number of padded positions behind the input that some output position reads.</param>
internal readonly record struct AxisWindow(int Span, int Stride, int Before, int After)
{
    /// <summary>One position for one position.</summary>
    internal static AxisWindow Same { get; } = new AxisWindow(1, 1, 0, 0);

    /// <summary>Whether some output position reads a padded one.</summary>
    internal bool IsPadded => Before > 0 || After > 0;

    /// <summary>The input positions for a range of output positions.</summary>
    internal AxisRange InputOf(AxisRange output)
    {
        AxisWindow window = this;
        return new AxisRange(output.Starts.Select(start => start * window.Stride - window.Before).ToArray(), (output.Count - 1) * Stride + Span);
    }
}
