// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// Where patches lie in a picture. A constant of a node tells it: the fill value, the picture's height and width, the number of patches
/// along rows, then for each of these its first row and a shift, then for each patch along columns its first column and a shift. The
/// shift is what must be added to a position of the patch to get the same position of the tensor that it is copied from.
/// </summary>
internal sealed class PatchPlaces
{
    private const int HeightAt = 1;
    private const int WidthAt = 2;
    private const int RowCountAt = 3;
    private const int RowsAt = 4;

    // Larger pictures do not fit any arena, and sums of such numbers stay far from the limits of 32 bits.
    private const int Limit = 1 << 24;

    private readonly Tensor _numbers;
    private readonly int _rowCount;
    private readonly int _columnCount;

    /// <summary>Reads and checks the constant.</summary>
    /// <param name="context">The node.</param>
    /// <param name="input">Index of the input that is the constant.</param>
    /// <param name="patch">The tensor that holds a patch, and that must be able to hold the fill value.</param>
    /// <exception cref="ModelException">
    /// <see cref="ErrorCode.ConstantInvalid"/>: a number is out of range; <see cref="ErrorCode.ShapeMismatch"/>: their count is wrong.
    /// </exception>
    internal PatchPlaces(PrepareContext context, int input, Tensor patch)
    {
        _numbers = context.ConstantInput(input);
        context.RequireType(_numbers, TypeSet.Int32);
        int count = _numbers.ElementCount;
        if (count < RowsAt + 4 || (count & 1) != 0)
        {
            throw context.Error(ErrorCode.ShapeMismatch, _numbers, RowsAt + 4, count);
        }

        int limit = patch.Type == TensorType.Int8 ? sbyte.MaxValue : patch.Type == TensorType.Int16 ? short.MaxValue : 0;
        Require(context, 0, limit == 0 ? 0 : -limit - 1, limit);
        Require(context, HeightAt, 1, Limit);
        Require(context, WidthAt, 1, Limit);
        Require(context, RowCountAt, 1, (count - RowsAt) / 2 - 1);
        for (int i = RowsAt; i < count; i++)
        {
            Require(context, i, -Limit, Limit);
        }

        _rowCount = _numbers.GetInt32(RowCountAt);
        _columnCount = (count - RowsAt) / 2 - _rowCount;
        Height = _numbers.GetInt32(HeightAt);
        Width = _numbers.GetInt32(WidthAt);
        Fill = _numbers.GetInt32(0);
    }

    /// <summary>Rows of the picture.</summary>
    internal int Height { get; }

    /// <summary>Columns of the picture.</summary>
    internal int Width { get; }

    /// <summary>The stored value of cells outside the picture.</summary>
    internal int Fill { get; }

    /// <summary>First row of a patch in the picture; negative above it.</summary>
    internal int Row(int patchRow)
    {
        return _numbers.GetInt32(RowsAt + 2 * Within(patchRow, _rowCount));
    }

    /// <summary>What must be added to a row of the patch to get the same row of the source.</summary>
    internal int RowShift(int patchRow)
    {
        return _numbers.GetInt32(RowsAt + 2 * Within(patchRow, _rowCount) + 1);
    }

    /// <summary>First column of a patch in the picture; negative to the left of it.</summary>
    internal int Column(int patchColumn)
    {
        return _numbers.GetInt32(RowsAt + 2 * (_rowCount + Within(patchColumn, _columnCount)));
    }

    /// <summary>What must be added to a column of the patch to get the same column of the source.</summary>
    internal int ColumnShift(int patchColumn)
    {
        return _numbers.GetInt32(RowsAt + 2 * (_rowCount + Within(patchColumn, _columnCount)) + 1);
    }

    /// <summary>The least shift of rows of all patches.</summary>
    internal int LeastRowShift()
    {
        int least = RowShift(0);
        for (int i = 1; i < _rowCount; i++)
        {
            least = RowShift(i) < least ? RowShift(i) : least;
        }

        return least;
    }

    /// <summary>Requires that there are as many patches.</summary>
    /// <exception cref="ModelException"><see cref="ErrorCode.ConstantInvalid"/>.</exception>
    internal void RequireCounts(PrepareContext context, int rows, int columns)
    {
        if (rows != _rowCount || columns != _columnCount)
        {
            throw context.Error(ErrorCode.ConstantInvalid, _numbers, rows * columns, _rowCount * _columnCount);
        }
    }

    /// <summary>The index comes from a tensor: one that no patch has counts as the nearest.</summary>
    private static int Within(int index, int count)
    {
        return index < 0 ? 0 : index < count ? index : count - 1;
    }

    private void Require(PrepareContext context, int index, int least, int most)
    {
        int number = _numbers.GetInt32(index);
        if (number < least || number > most)
        {
            throw context.Error(ErrorCode.ConstantInvalid, _numbers, number < least ? least : most, number);
        }
    }
}
