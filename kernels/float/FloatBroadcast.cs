// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Kernels;

/// <summary>
/// Walks over operands of different shapes together. Dimensions are aligned at the last one, and an operand of size 1 along a dimension
/// repeats. Adjacent dimensions along which every operand moves with a constant step are merged. So equal shapes are a single run, and a
/// scalar is a run with step 0. <see cref="Next"/> counts through the dimensions outside the innermost run.
/// </summary>
internal sealed class FloatBroadcast
{
    private readonly int[] _sizes;
    private readonly int[] _counters;
    private readonly int[][] _steps;
    private readonly int[] _offsets;
    private readonly int _dimensions;

    /// <summary>Plans the walk and checks that the output has the shape that the operands broadcast to.</summary>
    /// <param name="context">The node.</param>
    /// <param name="output">The output.</param>
    /// <param name="operands">Two or more operands.</param>
    /// <param name="inner">Number of last dimensions that are left out: 2 for operands that are stacks of matrices.</param>
    /// <exception cref="ModelException"><see cref="ErrorCode.ShapeMismatch"/>: the shapes do not broadcast to the output's.</exception>
    internal FloatBroadcast(PrepareContext context, Tensor output, Tensor[] operands, int inner)
    {
        int rank = 0;
        for (int k = 0; k < operands.Length; k++)
        {
            rank = operands[k].Rank > rank ? operands[k].Rank : rank;
        }

        context.RequireRank(output, rank, rank);
        _sizes = context.NewInt32(rank + 1);
        _counters = context.NewInt32(rank + 1);
        _offsets = context.NewInt32(operands.Length);
        _steps = new int[operands.Length][];
        int[] strides = new int[operands.Length];
        int[] moves = new int[operands.Length];
        for (int k = 0; k < operands.Length; k++)
        {
            _steps[k] = context.NewInt32(rank + 1);
            strides[k] = operands[k].CountOf(operands[k].Rank - inner, operands[k].Rank);
        }

        // Index 0 is the innermost run.
        _sizes[0] = 1;
        int place = -1;
        for (int d = rank - inner - 1; d >= 0; d--)
        {
            int size = output.Shape[d];
            int largest = 1;
            bool continues = place >= 0;
            for (int k = 0; k < operands.Length; k++)
            {
                int own = d - rank + operands[k].Rank;
                int extent = own < 0 ? 1 : operands[k].Shape[own];
                if (extent != 1 && extent != size)
                {
                    throw context.Error(ErrorCode.ShapeMismatch, operands[k], size, extent);
                }

                largest = extent > largest ? extent : largest;
                moves[k] = extent == 1 ? 0 : strides[k];
                strides[k] *= extent;
                continues = continues && moves[k] == _steps[k][place] * _sizes[place];
            }

            if (largest != size)
            {
                throw context.Error(ErrorCode.ShapeMismatch, output, largest, size);
            }

            if (size == 1)
            {
                continue;
            }

            if (continues)
            {
                _sizes[place] *= size;
                continue;
            }

            _sizes[++place] = size;
            for (int k = 0; k < operands.Length; k++)
            {
                _steps[k][place] = moves[k];
            }
        }

        _dimensions = place + 1;
    }

    /// <summary>Number of positions in the innermost run.</summary>
    internal int Run => _sizes[0];

    /// <summary>Distance from one position of the run to the next in an operand.</summary>
    internal int Step(int operand)
    {
        return _steps[operand][0];
    }

    /// <summary>Offset of an operand's run from its first element.</summary>
    internal int Offset(int operand)
    {
        return _offsets[operand];
    }

    /// <summary>Moves to the next run. After the last run it is back at the first and returns false.</summary>
    internal bool Next()
    {
        for (int d = 1; d < _dimensions; d++)
        {
            int size = _sizes[d];
            bool wraps = ++_counters[d] == size;
            for (int k = 0; k < _offsets.Length; k++)
            {
                _offsets[k] += wraps ? (1 - size) * _steps[k][d] : _steps[k][d];
            }

            if (!wraps)
            {
                return true;
            }

            _counters[d] = 0;
        }

        return false;
    }
}
