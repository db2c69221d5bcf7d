// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Kernels;

/// <summary>
/// The rows, or the columns, of a picture that a tensor holds for the patch at an origin: position i of the tensor is position
/// origin · stride + first + i of the picture. Four integers of a node's constant describe it.
/// </summary>
internal sealed class PatchRange
{
    /// <summary>Number of integers that describe a range.</summary>
    internal const int Fields = 4;

    // Larger pictures do not fit any arena, and sums of such numbers stay far from the limits of 32 bits.
    private const int Limit = 1 << 24;

    private readonly int _stride;
    private readonly int _first;
    private readonly int _size;
    private readonly int _shift;

    /// <summary>Reads a range from a constant.</summary>
    /// <exception cref="ModelException"><see cref="ErrorCode.ConstantInvalid"/>: a number is out of range.</exception>
    internal PatchRange(PrepareContext context, Tensor numbers, int at)
    {
        _stride = Number(context, numbers, at, 1);
        _first = Number(context, numbers, at + 1, -Limit);
        _size = Number(context, numbers, at + 2, 1);
        _shift = Number(context, numbers, at + 3, -Limit);
    }

    /// <summary>Position in the picture of the tensor's position 0.</summary>
    internal int Start(int origin)
    {
        return origin * _stride + _first;
    }

    /// <summary>What must be added to a position of the tensor to get the same position of the tensor that it is copied from.</summary>
    internal int Shift => _shift;

    /// <summary>First of <paramref name="count"/> positions that is in the picture and in the source.</summary>
    /// <param name="start">Position in the picture of position 0.</param>
    /// <param name="shift">What must be added to a position to get the same of the source.</param>
    /// <param name="count">Number of positions.</param>
    internal int FirstInside(int start, int shift, int count)
    {
        int first = start < 0 ? -start : 0;
        first = first < -shift ? -shift : first;

        // An origin computed by a model may be any number, even one whose negative does not exist.
        return first < 0 ? 0 : first < count ? first : count;
    }

    /// <summary>One more than the last of <paramref name="count"/> positions that is in the picture and in the source.</summary>
    /// <param name="start">Position in the picture of position 0.</param>
    /// <param name="shift">What must be added to a position to get the same of the source.</param>
    /// <param name="count">Number of positions.</param>
    /// <param name="sourceCount">Number of positions of the source.</param>
    internal int EndInside(int start, int shift, int count, int sourceCount)
    {
        int end = _size - start < sourceCount - shift ? _size - start : sourceCount - shift;
        return end < 0 ? 0 : end < count ? end : count;
    }

    private static int Number(PrepareContext context, Tensor numbers, int index, int least)
    {
        int number = numbers.GetInt32(index);
        if (number < least || number > Limit)
        {
            throw context.Error(ErrorCode.ConstantInvalid, numbers, number < least ? least : Limit, number);
        }

        return number;
    }
}
