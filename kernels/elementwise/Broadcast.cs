// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

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
    private readonly int[] _at;
    private readonly int[] _sizes;
    private readonly int[][] _steps;
    private readonly int[] _indices;
    private readonly bool _isFirstAligned;
    private int _rank;

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
        _isFirstAligned = isFirstAligned;
        _output = output;
        _inputs = inputs;
        int count = inputs.Length;
        _at = new int[count];
        _steps = new int[count][];
        int rank = output.Rank + 2;
        _sizes = new int[rank];
        _indices = new int[rank];
        int[] strides = new int[count];
        int inputRank = 0;
        for (int i = 0; i < count; i++)
        {
            _steps[i] = new int[rank];
            strides[i] = 1;
            inputRank = inputs[i].Rank > inputRank ? inputs[i].Rank : inputRank;
        }

        if (inputRank != output.Rank)
        {
            throw context.Error(ErrorCode.ShapeMismatch, output, inputRank, output.Rank);
        }

        Plan(context, strides);
        Rows = _rank > 1 ? _sizes[1] : 1;
        Columns = _rank > 0 ? _sizes[0] : 1;
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
        return _at[input];
    }

    /// <summary>Distance from one element of a row to the next in an input's array.</summary>
    public int ColumnStep(int input)
    {
        return _steps[input][0];
    }

    /// <summary>Distance from the first element of a row to that of the next row in an input's array.</summary>
    public int RowStep(int input)
    {
        return _steps[input][1];
    }

    /// <summary>Moves to the first plane.</summary>
    public void Start()
    {
        OutputAt = _output.Offset;
        for (int i = 0; i < _inputs.Length; i++)
        {
            _at[i] = _inputs[i].Offset;
        }
    }

    /// <summary>Moves to the next plane.</summary>
    /// <returns>False after the last one.</returns>
    public bool Next()
    {
        OutputAt += Rows * Columns;
        for (int d = 2; d < _rank; d++)
        {
            bool isWithin = ++_indices[d] < _sizes[d];
            for (int i = 0; i < _at.Length; i++)
            {
                _at[i] += isWithin ? _steps[i][d] : _steps[i][d] * (1 - _sizes[d]);
            }

            if (isWithin)
            {
                return true;
            }

            _indices[d] = 0;
        }

        return false;
    }

    /// <summary>Collects sizes and steps, innermost first, and merges dimensions where possible.</summary>
    private void Plan(PrepareContext context, int[] strides)
    {
        int last = -1;
        for (int d = 1; d <= _output.Rank; d++)
        {
            int size = 1;
            for (int i = 0; i < _inputs.Length; i++)
            {
                int own = InputSize(i, d);
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
                int own = InputSize(i, d);
                int step = own == 1 ? 0 : strides[i];
                strides[i] *= own;
                _steps[i][last + 1] = step;
                joins = joins && step == _steps[i][last] * _sizes[last];
            }

            if (joins)
            {
                _sizes[last] *= size;
            }
            else
            {
                _sizes[++last] = size;
            }
        }

        // Clears what merged dimensions have left behind, and the missing second dimension of a single row.
        for (int i = 0; i < _inputs.Length; i++)
        {
            for (int d = last + 1; d < _steps[i].Length; d++)
            {
                _steps[i][d] = 0;
            }
        }

        _rank = last + 1;
    }

    private int InputSize(int input, int d)
    {
        if (input == 0 && _isFirstAligned)
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
