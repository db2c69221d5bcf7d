// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Kernels;

/// <summary>
/// A window that slides over the two spatial dimensions of an NHWC input: its size, strides, dilations and padding, checked once.
/// </summary>
public sealed class Window
{
    // Keeps all offsets within a window, and from one window to the next, far from the limits of 32 bits.
    private const long MaxSpan = 1 << 29;

    /// <summary>Checks and creates a window. Nodes with equal windows share one object.</summary>
    /// <param name="context">The node.</param>
    /// <param name="input">The NHWC input.</param>
    /// <param name="output">The NHWC output. Its height and width must follow from input, window, strides and padding.</param>
    /// <param name="filterHeight">Number of rows of the window.</param>
    /// <param name="filterWidth">Number of columns of the window.</param>
    /// <param name="padding"><see cref="Padding.Same"/> or <see cref="Padding.Valid"/>.</param>
    /// <param name="strideHeight">Rows from one position to the next.</param>
    /// <param name="strideWidth">Columns from one position to the next.</param>
    /// <param name="dilationHeight">Rows from one tap to the next.</param>
    /// <param name="dilationWidth">Columns from one tap to the next.</param>
    /// <exception cref="ModelException">
    /// <see cref="ErrorCode.OptionInvalid"/>: a stride, dilation or window is not positive; <see cref="ErrorCode.OptionUnsupported"/>: the
    /// padding is unknown, or the window spans more than 2^29 elements of the input; <see cref="ErrorCode.ShapeMismatch"/>: the output has
    /// another size.
    /// </exception>
    public static Window Of(
        PrepareContext context,
        Tensor input,
        Tensor output,
        int filterHeight,
        int filterWidth,
        int padding,
        int strideHeight,
        int strideWidth,
        int dilationHeight,
        int dilationWidth)
    {
        return (Window)context.Share(
            new Window(
                context, input, output, filterHeight, filterWidth, padding, strideHeight, strideWidth, dilationHeight, dilationWidth));
    }

    private Window(
        PrepareContext context,
        Tensor input,
        Tensor output,
        int filterHeight,
        int filterWidth,
        int padding,
        int strideHeight,
        int strideWidth,
        int dilationHeight,
        int dilationWidth)
    {
        RequirePositive(context, strideHeight);
        RequirePositive(context, strideWidth);
        RequirePositive(context, dilationHeight);
        RequirePositive(context, dilationWidth);
        RequirePositive(context, filterHeight);
        RequirePositive(context, filterWidth);
        if (padding != Padding.Same && padding != Padding.Valid)
        {
            throw context.Error(ErrorCode.OptionUnsupported, null, Padding.Valid, padding);
        }

        // With a larger stride there is one position only, and with a single tap the dilation has no effect.
        FilterHeight = filterHeight;
        FilterWidth = filterWidth;
        StrideHeight = strideHeight < input.Shape[1] ? strideHeight : input.Shape[1];
        StrideWidth = strideWidth < input.Shape[2] ? strideWidth : input.Shape[2];
        DilationHeight = filterHeight == 1 ? 1 : dilationHeight;
        DilationWidth = filterWidth == 1 ? 1 : dilationWidth;
        RequireSpan(context, Padding.Span(filterHeight, DilationHeight), input.Shape[2] * input.Shape[3]);
        RequireSpan(context, Padding.Span(filterWidth, DilationWidth), input.Shape[3]);
        context.RequireDimension(
            output, 1, Padding.OutputSize(padding, input.Shape[1], filterHeight, strideHeight, dilationHeight));
        context.RequireDimension(
            output, 2, Padding.OutputSize(padding, input.Shape[2], filterWidth, strideWidth, dilationWidth));
        PadTop = Padding.Before(input.Shape[1], output.Shape[1], filterHeight, StrideHeight, DilationHeight);
        PadLeft = Padding.Before(input.Shape[2], output.Shape[2], filterWidth, StrideWidth, DilationWidth);
    }

    /// <summary>Rows of the window.</summary>
    public int FilterHeight { get; }

    /// <summary>Columns of the window.</summary>
    public int FilterWidth { get; }

    /// <summary>Rows from one position to the next; at most the input's height.</summary>
    public int StrideHeight { get; }

    /// <summary>Columns from one position to the next; at most the input's width.</summary>
    public int StrideWidth { get; }

    /// <summary>Rows from one tap to the next; 1 if the window has one row.</summary>
    public int DilationHeight { get; }

    /// <summary>Columns from one tap to the next; 1 if the window has one column.</summary>
    public int DilationWidth { get; }

    /// <summary>Number of padded rows above the input.</summary>
    public int PadTop { get; }

    /// <summary>Number of padded columns to the left of the input.</summary>
    public int PadLeft { get; }

    /// <summary>Index of the first tap that lies inside the input, for a window that starts at <paramref name="origin"/>.</summary>
    public static int FirstTap(int origin, int dilation)
    {
        return origin >= 0 ? 0 : (dilation - 1 - origin) / dilation;
    }

    /// <summary>Index after the last tap that lies inside an input of <paramref name="size"/> cells.</summary>
    public static int EndTap(int origin, int dilation, int filter, int size)
    {
        int end = (size - origin + dilation - 1) / dilation;
        return size <= origin ? 0 : end < filter ? end : filter;
    }

    /// <inheritdoc/>
    public override bool Equals(object obj)
    {
        Window other = obj as Window;
        return other != null
            && FilterHeight == other.FilterHeight && FilterWidth == other.FilterWidth
            && StrideHeight == other.StrideHeight && StrideWidth == other.StrideWidth
            && DilationHeight == other.DilationHeight && DilationWidth == other.DilationWidth
            && PadTop == other.PadTop && PadLeft == other.PadLeft;
    }

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        return (((FilterHeight * 31) + FilterWidth) * 31 + StrideHeight) * 31 + StrideWidth;
    }

    private static void RequirePositive(PrepareContext context, int value)
    {
        if (value <= 0)
        {
            throw context.Error(ErrorCode.OptionInvalid, null, 1, value);
        }
    }

    private static void RequireSpan(PrepareContext context, long cells, int cellSize)
    {
        // A division, because the product may not fit 64 bits.
        if (cells > MaxSpan / cellSize)
        {
            throw context.Error(ErrorCode.OptionUnsupported, null, MaxSpan / cellSize, cells);
        }
    }
}
