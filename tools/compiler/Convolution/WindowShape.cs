// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Compiler.Graph;
using TinyInterp.Kernels;

namespace TinyInterp.Compiler.Convolution;

/// <summary>How a filter slides over an NHWC input. A dense layer is a filter of one cell on rows of one cell.</summary>
public sealed record WindowShape
{
    /// <summary>Images.</summary>
    public int Batches { get; init; } = 1;

    /// <summary>Rows of the input.</summary>
    public int InputHeight { get; init; } = 1;

    /// <summary>Columns of the input.</summary>
    public int InputWidth { get; init; } = 1;

    /// <summary>Channels of the input.</summary>
    public int InputDepth { get; init; }

    /// <summary>Rows of the output.</summary>
    public int OutputHeight { get; init; } = 1;

    /// <summary>Columns of the output.</summary>
    public int OutputWidth { get; init; } = 1;

    /// <summary>Channels of the output.</summary>
    public int OutputDepth { get; init; }

    /// <summary>Rows of the filter.</summary>
    public int FilterHeight { get; init; } = 1;

    /// <summary>Columns of the filter.</summary>
    public int FilterWidth { get; init; } = 1;

    /// <summary>Rows from one position to the next.</summary>
    public int StrideHeight { get; init; } = 1;

    /// <summary>Columns from one position to the next.</summary>
    public int StrideWidth { get; init; } = 1;

    /// <summary>Rows from one tap to the next.</summary>
    public int DilationHeight { get; init; } = 1;

    /// <summary>Columns from one tap to the next.</summary>
    public int DilationWidth { get; init; } = 1;

    /// <summary>Padded rows above.</summary>
    public int PadTop { get; init; }

    /// <summary>Padded columns to the left.</summary>
    public int PadLeft { get; init; }

    /// <summary>Where outputs lie if a position computes several; null if it computes the channels of one.</summary>
    public PhaseShape? Phases { get; init; }

    /// <summary>Number of taps: cells of the filter times channels of the input.</summary>
    public int Taps => FilterHeight * FilterWidth * InputDepth;

    /// <summary>Number of positions.</summary>
    public int Positions => Batches * OutputHeight * OutputWidth;

    /// <summary>Whether filter row <paramref name="row"/> lies above or below the input at any position.</summary>
    public bool LeavesRows(int row)
    {
        return row * DilationHeight < PadTop || (OutputHeight - 1) * StrideHeight - PadTop + row * DilationHeight >= InputHeight;
    }

    /// <summary>Whether filter column <paramref name="column"/> lies beside the input at any position.</summary>
    public bool LeavesColumns(int column)
    {
        return column * DilationWidth < PadLeft || (OutputWidth - 1) * StrideWidth - PadLeft + column * DilationWidth >= InputWidth;
    }

    /// <summary>Whether any position has a padded cell.</summary>
    public bool IsPadded => LeavesRows(0) || LeavesRows(FilterHeight - 1) || LeavesColumns(0) || LeavesColumns(FilterWidth - 1);

    /// <summary>Whether output positions and input cells are the same, one after the other.</summary>
    public bool IsPointwise => Phases == null && FilterHeight == 1 && FilterWidth == 1 && StrideHeight == 1 && StrideWidth == 1 && !IsPadded
        && InputHeight == OutputHeight && InputWidth == OutputWidth;

    /// <summary>The window of a convolution or pool.</summary>
    internal static WindowShape Of(
        GraphTensor input, GraphTensor output, int filterHeight, int filterWidth, int strideHeight, int strideWidth, int dilationHeight, int dilationWidth)
    {
        return new WindowShape
        {
            Batches = input.Shape[0],
            InputHeight = input.Shape[1],
            InputWidth = input.Shape[2],
            InputDepth = input.Shape[3],
            OutputHeight = output.Shape[1],
            OutputWidth = output.Shape[2],
            OutputDepth = output.Shape[3],
            FilterHeight = filterHeight,
            FilterWidth = filterWidth,
            StrideHeight = strideHeight,
            StrideWidth = strideWidth,
            DilationHeight = dilationHeight,
            DilationWidth = dilationWidth,
            PadTop = Padding.Before(input.Shape[1], output.Shape[1], filterHeight, strideHeight, dilationHeight),
            PadLeft = Padding.Before(input.Shape[2], output.Shape[2], filterWidth, strideWidth, dilationWidth),
        };
    }
}
