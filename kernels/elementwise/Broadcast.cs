// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Kernels;

/// <summary>
/// Walks an output in row-major order beside up to three inputs that are broadcast to it: dimensions align at the last one, and one of
/// size 1, or missing, repeats. Dimensions that lie contiguously in every tensor, or repeat in the same inputs, are joined, so equal shapes
/// become one long row and a bias over channels becomes one plane.
/// </summary>
/// <remarks>
/// A plane is <see cref="Rows"/> by <see cref="Columns"/>; a kernel loops over it with the steps given here, and a step of 0 repeats. Cost
/// of a plane is a virtual call, cost of an element the same for every way of broadcasting.
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

    /// <summary>Plans the walk, and checks that the output's shape is what the inputs' shapes broadcast to.</summary>
    /// <param name="context">The node.</param>
    /// <param name="output">The output.</param>
    /// <param name="inputs">One to three inputs.</param>
    /// <param name="isFirstAligned">Whether input 0 has one dimension and that is the output's first, not its last.</param>
    /// <exception cref="ModelException"><see cref="ErrorCode.ShapeMismatch"/>.</exception>
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

    /// <summary>Rows of a plane.</summary>
    public int Rows { get; }

    /// <summary>Elements of a row; they lie next to each other in the output, and so do the rows.</summary>
    public int Columns { get; }

    /// <summary>Where the plane begins in the output's array.</summary>
    public int OutputAt { get; private set; }

    /// <summary>Where the plane begins in an input's array.</summary>
    public int At(int input)
    {
        return _at[input];
    }

    /// <summary>From one element of a row to the next in an input.</summary>
    public int ColumnStep(int input)
    {
        return _steps[input][0];
    }

    /// <summary>From one row's first element to the next row's in an input.</summary>
    public int RowStep(int input)
    {
        return _steps[input][1];
    }

    /// <summary>Goes to the first plane.</summary>
    public void Start()
    {
        OutputAt = _output.Offset;
        for (int i = 0; i < _inputs.Length; i++)
        {
            _at[i] = _inputs[i].Offset;
        }
    }

    /// <summary>Goes to the next plane.</summary>
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

    /// <summary>Collects sizes and steps, innermost first, joining what can be joined.</summary>
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

        // What a joined dimension left behind, and the missing second dimension of a single row.
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

    /// <summary>Size of dimension <paramref name="d"/> counted from the last, which is 1.</summary>
    private static int Size(Tensor tensor, int d)
    {
        return d <= tensor.Rank ? tensor.Shape[tensor.Rank - d] : 1;
    }
}
