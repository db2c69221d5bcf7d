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
    // Lists with an entry per dimension: sizes, counters, and the steps of each operand. Then the offset of each operand.
    private readonly int[] _numbers;
    private readonly int _operands;
    private readonly int _places;
    private readonly int _offsets;
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
        _operands = operands.Length;
        _places = rank + 1;
        _offsets = (2 + _operands) * _places;
        context.Charge(4L * (_offsets + _operands));
        int[] numbers = new int[_offsets + _operands];
        _numbers = numbers;
        int[] strides = new int[operands.Length];
        int[] moves = new int[operands.Length];
        for (int k = 0; k < operands.Length; k++)
        {
            strides[k] = operands[k].CountOf(operands[k].Rank - inner, operands[k].Rank);
        }

        // Index 0 is the innermost run.
        numbers[0] = 1;
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
                continues = continues && moves[k] == numbers[(2 + k) * _places + place] * numbers[place];
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
                numbers[place] *= size;
                continue;
            }

            numbers[++place] = size;
            for (int k = 0; k < operands.Length; k++)
            {
                numbers[(2 + k) * _places + place] = moves[k];
            }
        }

        _dimensions = place + 1;
    }

    /// <summary>Number of positions in the innermost run.</summary>
    internal int Run => _numbers[0];

    /// <summary>Distance from one position of the run to the next in an operand.</summary>
    internal int Step(int operand)
    {
        return _numbers[(2 + operand) * _places];
    }

    /// <summary>Offset of an operand's run from its first element.</summary>
    internal int Offset(int operand)
    {
        return _numbers[_offsets + operand];
    }

    /// <summary>Moves to the next run. After the last run it is back at the first and returns false.</summary>
    internal bool Next()
    {
        int[] numbers = _numbers;
        for (int d = 1; d < _dimensions; d++)
        {
            int size = numbers[d];
            bool wraps = ++numbers[_places + d] == size;
            for (int k = 0; k < _operands; k++)
            {
                int step = numbers[(2 + k) * _places + d];
                numbers[_offsets + k] += wraps ? (1 - size) * step : step;
            }

            if (!wraps)
            {
                return true;
            }

            numbers[_places + d] = 0;
        }

        return false;
    }
}
