// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Kernels;

/// <summary>
/// Walks over an output in row-major order, together with up to three inputs that are broadcast to it. Dimensions are aligned at the last
/// one; a dimension of size 1, or a missing one, repeats. Dimensions that are contiguous in every tensor, or repeat in the same inputs,
/// are merged. So equal shapes become one long row, and a bias over channels becomes one plane.
/// </summary>
/// <remarks>
/// A plane has <see cref="Rows"/> rows of <see cref="Columns"/> elements. A kernel loops over it with the steps given here; a step of 0
/// repeats. A plane costs one virtual call. An element costs the same for every way of broadcasting.
/// </remarks>
public sealed class Broadcast
{
    private readonly Tensor _output;
    private readonly Tensor[] _inputs;

    // Four lists: the index of each input's plane; the steps of each input, per dimension, innermost first; the sizes of the dimensions
    // outside a plane; the current indices in them.
    private readonly int[] _numbers;
    private readonly int _dimensions;

    /// <summary>Plans the walk and checks that the output has the shape that the inputs broadcast to.</summary>
    /// <param name="context">The node.</param>
    /// <param name="output">The output.</param>
    /// <param name="inputs">One to three inputs.</param>
    /// <param name="isFirstAligned">Whether input 0 has one dimension that is aligned with the output's first dimension, not its
    /// last.</param>
    /// <exception cref="ModelException"><see cref="ErrorCode.ShapeMismatch"/>: the shapes do not broadcast to the
    /// output's.</exception>
    public Broadcast(PrepareContext context, Tensor output, Tensor[] inputs, bool isFirstAligned)
    {
        _output = output;
        _inputs = inputs;
        int count = inputs.Length;
        int[] strides = new int[count];
        int inputRank = 0;
        for (int i = 0; i < count; i++)
        {
            strides[i] = 1;
            inputRank = inputs[i].Rank > inputRank ? inputs[i].Rank : inputRank;
        }

        if (inputRank != output.Rank)
        {
            throw context.Error(ErrorCode.ShapeMismatch, output, inputRank, output.Rank);
        }

        int[] sizes = new int[output.Rank + 2];
        int[] steps = new int[count * sizes.Length];
        int rank = Plan(context, strides, isFirstAligned, sizes, steps);
        Rows = rank > 1 ? sizes[1] : 1;
        Columns = rank > 0 ? sizes[0] : 1;
        _dimensions = rank < 2 ? 2 : rank;
        int length = count + count * _dimensions + 2 * (_dimensions - 2);
        context.Charge(4L * length);
        _numbers = new int[length];
        for (int i = 0; i < count; i++)
        {
            Array.Copy(steps, i * sizes.Length, _numbers, count + i * _dimensions, _dimensions);
        }

        Array.Copy(sizes, 2, _numbers, count + count * _dimensions, _dimensions - 2);
    }

    /// <summary>Number of rows of a plane.</summary>
    public int Rows { get; }

    /// <summary>Number of elements of a row. In the output, the elements of a row and the rows of a plane are contiguous.</summary>
    public int Columns { get; }

    /// <summary>Index of the plane's first element in the output's array.</summary>
    public int OutputAt { get; private set; }

    /// <summary>Index of the plane's first element in an input's array.</summary>
    public int At(int input)
    {
        return _numbers[input];
    }

    /// <summary>Distance from one element of a row to the next in an input's array.</summary>
    public int ColumnStep(int input)
    {
        return _numbers[_inputs.Length + input * _dimensions];
    }

    /// <summary>Distance from the first element of a row to that of the next row in an input's array.</summary>
    public int RowStep(int input)
    {
        return _numbers[_inputs.Length + input * _dimensions + 1];
    }

    /// <summary>Moves to the first plane.</summary>
    public void Start()
    {
        OutputAt = _output.Offset;
        for (int i = 0; i < _inputs.Length; i++)
        {
            _numbers[i] = _inputs[i].Offset;
        }
    }

    /// <summary>Moves to the next plane.</summary>
    /// <returns>False after the last one.</returns>
    public bool Next()
    {
        OutputAt += Rows * Columns;
        int[] numbers = _numbers;
        int count = _inputs.Length;
        int sizes = count + count * _dimensions - 2;
        int indices = sizes + _dimensions - 2;
        for (int d = 2; d < _dimensions; d++)
        {
            int size = numbers[sizes + d];
            bool isWithin = ++numbers[indices + d] < size;
            for (int i = 0; i < count; i++)
            {
                int step = numbers[count + i * _dimensions + d];
                numbers[i] += isWithin ? step : step * (1 - size);
            }

            if (isWithin)
            {
                return true;
            }

            numbers[indices + d] = 0;
        }

        return false;
    }

    /// <summary>Collects sizes and steps, innermost first, and merges dimensions where possible.</summary>
    /// <returns>Number of dimensions.</returns>
    private int Plan(PrepareContext context, int[] strides, bool isFirstAligned, int[] sizes, int[] steps)
    {
        int places = sizes.Length;
        int last = -1;
        for (int d = 1; d <= _output.Rank; d++)
        {
            int size = 1;
            for (int i = 0; i < _inputs.Length; i++)
            {
                int own = InputSize(i, d, isFirstAligned);
                if (own != 1 && size != 1 && own != size)
                {
                    throw context.Error(ErrorCode.ShapeMismatch, _inputs[i], size, own);
                }

                size = own == 1 ? size : own;
            }

            if (Size(_output, d) != size)
            {
                throw context.Error(ErrorCode.ShapeMismatch, _output, size, Size(_output, d));
            }

            if (size == 1)
            {
                continue;
            }

            bool joins = last >= 0;
            for (int i = 0; i < _inputs.Length; i++)
            {
                int own = InputSize(i, d, isFirstAligned);
                int step = own == 1 ? 0 : strides[i];
                strides[i] *= own;
                steps[i * places + last + 1] = step;
                joins = joins && step == steps[i * places + last] * sizes[last];
            }

            if (joins)
            {
                sizes[last] *= size;
            }
            else
            {
                sizes[++last] = size;
            }
        }

        // Clears what merged dimensions have left behind, and the missing second dimension of a single row.
        for (int i = 0; i < _inputs.Length; i++)
        {
            for (int d = last + 1; d < places; d++)
            {
                steps[i * places + d] = 0;
            }
        }

        return last + 1;
    }

    private int InputSize(int input, int d, bool isFirstAligned)
    {
        if (input == 0 && isFirstAligned)
        {
            return d == _output.Rank ? _inputs[0].ElementCount : 1;
        }

        return Size(_inputs[input], d);
    }

    /// <summary>Size of dimension <paramref name="d"/>, where 1 is the last dimension.</summary>
    private static int Size(Tensor tensor, int d)
    {
        return d <= tensor.Rank ? tensor.Shape[tensor.Rank - d] : 1;
    }
}
