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

    /// <summary>
    /// Index of the first of <paramref name="windows"/> along a dimension that begins inside the input, or their number if none does.
    /// </summary>
    public static int FirstInside(int padding, int stride, int windows)
    {
        int first = (padding + stride - 1) / stride;
        return first < windows ? first : windows;
    }

    /// <summary>How many windows along a dimension lie wholly inside the input, from the first that begins there.</summary>
    public static int CountInside(int first, int padding, int stride, int dilation, int filter, int size, int windows)
    {
        int room = size - 1 - (filter - 1) * dilation + padding;
        int end = room < 0 ? 0 : room / stride + 1;
        return (end < windows ? end : windows) - first;
    }

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

    /// <summary>
    /// How far the output of a kernel must begin below its input if the two overlap, for
    /// <see cref="PrepareContext.AllowOverlap"/>. The kernel computes one position of the NHWC output after the other, with all channels
    /// of one before the next.
    /// </summary>
    public long OverlapDistance(Tensor input, Tensor output)
    {
        // Between these rows, columns and batches the distance is linear, so its maximum is at one of them.
        int insideY = (PadTop + StrideHeight - 1) / StrideHeight;
        int insideX = (PadLeft + StrideWidth - 1) / StrideWidth;
        int lastY = output.Shape[1] - 1;
        int lastX = output.Shape[2] - 1;
        int[] rows = { 0, insideY - 1, insideY, lastY - 1, lastY };
        int[] columns = { 0, insideX - 1, insideX, lastX };
        long distance = 0;
        for (int batch = 0; batch < output.Shape[0]; batch += output.Shape[0] > 1 ? output.Shape[0] - 1 : 1)
        {
            for (int i = 0; i < rows.Length; i++)
            {
                for (int k = 0; k < columns.Length; k++)
                {
                    if (rows[i] >= 0 && rows[i] <= lastY && columns[k] >= 0 && columns[k] <= lastX)
                    {
                        long written = (((long)batch * output.Shape[1] + rows[i]) * output.Shape[2] + columns[k] + 1) * output.Shape[3];
                        long ahead = written - FirstUnread(input, batch, rows[i], columns[k], output);
                        distance = ahead > distance ? ahead : distance;
                    }
                }
            }
        }

        return distance;
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

    /// <summary>Index of the first input element that the windows from one position on read.</summary>
    private long FirstUnread(Tensor input, int batch, int y, int x, Tensor output)
    {
        long own = FirstCell(input, batch, y, x);
        long nextRow = y + 1 < output.Shape[1] ? FirstCell(input, batch, y + 1, 0) : FirstCell(input, batch + 1, 0, 0);
        return (own < nextRow ? own : nextRow) * input.Shape[3];
    }

    /// <summary>The first cell of a window, without its padding.</summary>
    private long FirstCell(Tensor input, int batch, int y, int x)
    {
        int originY = y * StrideHeight - PadTop;
        int originX = x * StrideWidth - PadLeft;
        return ((long)batch * input.Shape[1] + (originY > 0 ? originY : 0)) * input.Shape[2] + (originX > 0 ? originX : 0);
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
