// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// Copies blocks of elements of any type, arranged in rows and columns. These are the two innermost loops of all data movement. A call of
/// Array.Copy costs about as much as moving one element in bytecode, so only blocks of a single element have typed loops.
/// </summary>
internal static class BlockCopy
{
    /// <summary>
    /// target[to + r·targetRow + c·targetColumn + i] = source[at + r·sourceRow + c·sourceColumn + i] for all rows r, columns c and
    /// i &lt; <paramref name="run"/>. Indices are relative to the tensors' first elements.
    /// </summary>
    internal static void Copy(
        Tensor source, int at, int sourceRow, int sourceColumn, Tensor target, int to, int targetRow, int targetColumn,
        int rows, int columns, int run)
    {
        Array from = source.Data;
        Array into = target.Data;
        at += source.Offset;
        to += target.Offset;
        if (sourceColumn == 0 && targetColumn == run && columns > 1)
        {
            for (int r = 0; r < rows; r++)
            {
                Array.Copy(from, at, into, to, run);
                Repeat(into, to, run, columns);
                at += sourceRow;
                to += targetRow;
            }
        }
        else if (run == 1 && columns > 1)
        {
            CopySingles(source, at, sourceRow, sourceColumn, target, to, targetRow, targetColumn, rows, columns);
        }
        else
        {
            sourceRow -= columns * sourceColumn;
            targetRow -= columns * targetColumn;
            for (int r = 0; r < rows; r++)
            {
                for (int c = 0; c < columns; c++)
                {
                    Array.Copy(from, at, into, to, run);
                    at += sourceColumn;
                    to += targetColumn;
                }

                at += sourceRow;
                to += targetRow;
            }
        }
    }

    /// <summary>
    /// Repeats the <paramref name="unit"/> elements at <paramref name="start"/> until they stand there <paramref name="count"/> times.
    /// </summary>
    internal static void Repeat(Array data, int start, int unit, int count)
    {
        int done = unit;
        for (int total = unit * count; done < total;)
        {
            int length = total - done < done ? total - done : done;
            Array.Copy(data, start, data, start + done, length);
            done += length;
        }
    }

    /// <summary>
    /// Whether a kernel reads a table directly from the model's bytes. It does for a constant of one-byte elements if the output takes
    /// fewer elements than the table has, because a typed copy of the table would need its size again.
    /// </summary>
    internal static bool IsReadInPlace(Tensor table, Tensor output)
    {
        return table.IsConstant && TensorTypes.ByteCount(table.Type, 1) == 1 && output.ElementCount < table.ElementCount;
    }

    /// <summary>
    /// target[to + i] = source[from + i], read from a constant's bytes. <paramref name="to"/> and <paramref name="end"/> are indices of
    /// the array.
    /// </summary>
    internal static void CopyConstant(Tensor source, int from, sbyte[] target, int to, int end)
    {
        byte[] bytes = source.ConstantBytes;
        for (from += source.ConstantOffset; to < end; to++)
        {
            target[to] = (sbyte)bytes[from++];
        }
    }

    /// <summary>Sets all elements of a tensor to the first element of another.</summary>
    internal static void Fill(Tensor target, Tensor value)
    {
        Array.Copy(value.Data, value.Offset, target.Data, target.Offset, 1);
        Repeat(target.Data, target.Offset, 1, target.ElementCount);
    }

    /// <summary>Sets all elements of a tensor to an integer. For float32 the integer must be 0.</summary>
    internal static void Fill(Tensor target, int value)
    {
        if (value == 0)
        {
            Array.Clear(target.Data, target.Offset, target.ElementCount);
            return;
        }

        target.SetInteger(0, value);
        Repeat(target.Data, target.Offset, 1, target.ElementCount);
    }

    private static void CopySingles(
        Tensor source, int at, int sourceRow, int sourceColumn, Tensor target, int to, int targetRow, int targetColumn,
        int rows, int columns)
    {
        if (source.Int8 != null)
        {
            CopyInt8(source.Int8, at, sourceColumn, target.Int8, to, targetColumn, columns, rows, sourceRow, targetRow);
            return;
        }

        for (int r = 0; r < rows; r++)
        {
            if (source.Int16 != null)
            {
                CopyInt16(source.Int16, at, sourceColumn, target.Int16, to, targetColumn, columns);
            }
            else if (source.Float32 != null)
            {
                CopyFloat32(source.Float32, at, sourceColumn, target.Float32, to, targetColumn, columns);
            }
            else if (source.Int32 != null)
            {
                CopyInt32(source.Int32, at, sourceColumn, target.Int32, to, targetColumn, columns);
            }
            else
            {
                CopyInt64(source.Int64, at, sourceColumn, target.Int64, to, targetColumn, columns);
            }

            at += sourceRow;
            to += targetRow;
        }
    }

    /// <summary>int8, the most common type, is unrolled: all rows in one call, four columns per pass.</summary>
    private static void CopyInt8(
        sbyte[] source, int at, int sourceStep, sbyte[] target, int to, int targetStep, int columns, int rows,
        int sourceRow, int targetRow)
    {
        int source2 = 2 * sourceStep;
        int source3 = 3 * sourceStep;
        int target2 = 2 * targetStep;
        int target3 = 3 * targetStep;
        sourceRow -= columns * sourceStep;
        targetRow -= columns * targetStep;
        for (int r = 0; r < rows; r++)
        {
            int left = columns;
            for (; left >= 4; left -= 4)
            {
                target[to] = source[at];
                target[to + targetStep] = source[at + sourceStep];
                target[to + target2] = source[at + source2];
                target[to + target3] = source[at + source3];
                at += source3 + sourceStep;
                to += target3 + targetStep;
            }

            for (; left > 0; left--)
            {
                target[to] = source[at];
                at += sourceStep;
                to += targetStep;
            }

            at += sourceRow;
            to += targetRow;
        }
    }

    private static void CopyInt16(short[] source, int at, int sourceStep, short[] target, int to, int targetStep, int count)
    {
        for (; count > 0; count--)
        {
            target[to] = source[at];
            at += sourceStep;
            to += targetStep;
        }
    }

    private static void CopyInt32(int[] source, int at, int sourceStep, int[] target, int to, int targetStep, int count)
    {
        for (; count > 0; count--)
        {
            target[to] = source[at];
            at += sourceStep;
            to += targetStep;
        }
    }

    private static void CopyInt64(long[] source, int at, int sourceStep, long[] target, int to, int targetStep, int count)
    {
        for (; count > 0; count--)
        {
            target[to] = source[at];
            at += sourceStep;
            to += targetStep;
        }
    }

    private static void CopyFloat32(float[] source, int at, int sourceStep, float[] target, int to, int targetStep, int count)
    {
        for (; count > 0; count--)
        {
            target[to] = source[at];
            at += sourceStep;
            to += targetStep;
        }
    }
}
