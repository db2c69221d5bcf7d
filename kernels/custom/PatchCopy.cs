// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Kernels;

/// <summary>Copies rectangles of rows and columns between NHWC tensors of batch 1 with the same type and number of channels.</summary>
internal static class PatchCopy
{
    /// <summary>
    /// to[r, c] = from[r + row, c + column] for firstRow &lt;= r &lt; endRow and firstColumn &lt;= c &lt; endColumn. These cells must exist in
    /// both tensors.
    /// </summary>
    internal static void Copy(
        Tensor from, int row, int column, Tensor to, int firstRow, int endRow, int firstColumn, int endColumn)
    {
        int channels = to.Shape[3];
        int sourceRow = from.Shape[2] * channels;
        int targetRow = to.Shape[2] * channels;
        int source = from.Offset + (firstRow + row) * sourceRow + (firstColumn + column) * channels;
        int target = to.Offset + firstRow * targetRow + firstColumn * channels;
        int run = (endColumn - firstColumn) * channels;
        if (run <= 0)
        {
            return;
        }

        for (int r = firstRow; r < endRow; r++)
        {
            Array.Copy(from.Data, source, to.Data, target, run);
            source += sourceRow;
            target += targetRow;
        }
    }

    /// <summary>
    /// Sets the cells outside a rectangle to an integer; for float32 the integer must be 0. An empty rectangle leaves no cell inside.
    /// </summary>
    internal static void FillOutside(Tensor tensor, int firstRow, int endRow, int firstColumn, int endColumn, int value)
    {
        int channels = tensor.Shape[3];
        int rows = tensor.Shape[1];
        int columns = tensor.Shape[2];
        int rowSize = columns * channels;
        if (firstRow >= endRow || firstColumn >= endColumn)
        {
            Fill(tensor, 0, tensor.ElementCount, value);
            return;
        }

        Fill(tensor, 0, firstRow * rowSize, value);
        Fill(tensor, endRow * rowSize, (rows - endRow) * rowSize, value);
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
        if (count <= 0)
        {
            return;
        }

        Array data = tensor.Data;
        start += tensor.Offset;
        if (value == 0)
        {
            Array.Clear(data, start, count);
            return;
        }

        tensor.SetInteger(start - tensor.Offset, value);
        for (int done = 1; done < count;)
        {
            // Each copy doubles what is there: a few native calls instead of a loop in bytecode.
            int length = count - done < done ? count - done : done;
            Array.Copy(data, start, data, start + done, length);
            done += length;
        }
    }
}
