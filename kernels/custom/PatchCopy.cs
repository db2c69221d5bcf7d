// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Kernels;

/// <summary>Copies rectangles of rows and columns between NHWC tensors of batch 1 with the same type and number of channels.</summary>
internal static class PatchCopy
{
    /// <summary>
    /// to[r, c] = from[r + rowShift, c + columnShift] where the cell exists in both and lies in the picture, and the fill value
    /// elsewhere.
    /// </summary>
    /// <param name="from">The source.</param>
    /// <param name="rowShift">Row of the source for row 0.</param>
    /// <param name="columnShift">Column of the source for column 0.</param>
    /// <param name="to">The patch.</param>
    /// <param name="top">Row of the picture for row 0.</param>
    /// <param name="left">Column of the picture for column 0.</param>
    /// <param name="places">Size of the picture, and the fill value.</param>
    internal static void Window(Tensor from, int rowShift, int columnShift, Tensor to, int top, int left, PatchPlaces places)
    {
        int rows = to.Shape[1];
        int columns = to.Shape[2];
        int firstRow = First(top, rowShift, rows);
        int endRow = End(top, places.Height, rowShift, from.Shape[1], rows);
        int firstColumn = First(left, columnShift, columns);
        int endColumn = End(left, places.Width, columnShift, from.Shape[2], columns);
        if (firstRow >= endRow || firstColumn >= endColumn)
        {
            Fill(to, 0, to.ElementCount, places.Fill);
            return;
        }

        Copy(from, rowShift, columnShift, to, firstRow, endRow, firstColumn, endColumn);
        FillOutside(to, firstRow, endRow, firstColumn, endColumn, places.Fill);
    }

    /// <summary>
    /// to[r, c] = from[r + rowShift, c + columnShift] for firstRow &lt;= r &lt; endRow and firstColumn &lt;= c &lt; endColumn. These
    /// cells must exist in both tensors.
    /// </summary>
    internal static void Copy(
        Tensor from, int rowShift, int columnShift, Tensor to, int firstRow, int endRow, int firstColumn, int endColumn)
    {
        int channels = to.Shape[3];
        int sourceRow = from.Shape[2] * channels;
        int targetRow = to.Shape[2] * channels;
        int source = from.Offset + (firstRow + rowShift) * sourceRow + (firstColumn + columnShift) * channels;
        int target = to.Offset + firstRow * targetRow + firstColumn * channels;
        int run = (endColumn - firstColumn) * channels;
        for (int r = firstRow; r < endRow; r++)
        {
            Array.Copy(from.Data, source, to.Data, target, run);
            source += sourceRow;
            target += targetRow;
        }
    }

    /// <summary>First position that is in the picture and in the source.</summary>
    private static int First(int start, int shift, int count)
    {
        int first = start < 0 ? -start : 0;
        first = first < -shift ? -shift : first;
        return first < count ? first : count;
    }

    /// <summary>One more than the last position that is in the picture and in the source.</summary>
    private static int End(int start, int size, int shift, int sourceCount, int count)
    {
        int end = size - start < sourceCount - shift ? size - start : sourceCount - shift;
        return end < count ? end : count;
    }

    /// <summary>Sets the cells outside a rectangle that is not empty to an integer; for float32 the integer must be 0.</summary>
    private static void FillOutside(Tensor tensor, int firstRow, int endRow, int firstColumn, int endColumn, int value)
    {
        int channels = tensor.Shape[3];
        int columns = tensor.Shape[2];
        int rowSize = columns * channels;
        Fill(tensor, 0, firstRow * rowSize, value);
        Fill(tensor, endRow * rowSize, (tensor.Shape[1] - endRow) * rowSize, value);
        if (endColumn - firstColumn == columns)
        {
            return;
        }

        for (int r = firstRow; r < endRow; r++)
        {
            Fill(tensor, r * rowSize, firstColumn * channels, value);
            Fill(tensor, r * rowSize + endColumn * channels, (columns - endColumn) * channels, value);
        }
    }

    private static void Fill(Tensor tensor, int start, int count, int value)
    {
        if (count == 0)
        {
            return;
        }

        Array data = tensor.Data;
        int at = tensor.Offset + start;
        if (value == 0)
        {
            Array.Clear(data, at, count);
            return;
        }

        tensor.SetInteger(start, value);
        for (int done = 1; done < count;)
        {
            // Each copy doubles what is there: a few native calls instead of a loop in bytecode.
            int length = count - done < done ? count - done : done;
            Array.Copy(data, at, data, at + done, length);
            done += length;
        }
    }
}
