// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Kernels;

/// <summary>
/// Copies an n-dimensional block. Source and target have their own steps in each dimension:
/// target[t0 + Σ i_d · targetStep_d] = source[s0 + Σ i_d · sourceStep_d]. A step may be negative (reversal) or, in the source, 0
/// (repetition).
/// </summary>
/// <remarks>
/// <see cref="Add"/> merges dimensions that are contiguous in both tensors, so as few loops as possible remain. An innermost
/// dimension with steps of 1 becomes a run for Array.Copy. Only the constructor allocates: a kernel whose steps depend on run-time data
/// may plan the copy again in Eval.
/// </remarks>
internal sealed class StridedCopy
{
    // Four lists, each with an entry per dimension: sizes, steps in the source, steps in the target, counters.
    private readonly int[] _numbers;
    private readonly int _sourceSteps;
    private readonly int _targetSteps;
    private readonly int _counters;
    private int _rank;
    private int _run;
    private bool _isEmpty;

    /// <summary>Creates a copy of up to <paramref name="capacity"/> dimensions. It has none yet.</summary>
    internal StridedCopy(PrepareContext context, int capacity)
    {
        context.Charge(4L * 4 * capacity);
        _numbers = new int[4 * capacity];
        _sourceSteps = capacity;
        _targetSteps = 2 * capacity;
        _counters = 3 * capacity;
        Begin(0, 0);
    }

    /// <summary>Removes all dimensions and sets the first elements of source and target.</summary>
    internal void Begin(int sourceStart, int targetStart)
    {
        SourceStart = sourceStart;
        TargetStart = targetStart;
        _rank = 0;
        _run = 1;
        _isEmpty = false;
    }

    /// <summary>Index of the source's first element.</summary>
    internal int SourceStart { get; set; }

    /// <summary>Index of the target's first element.</summary>
    internal int TargetStart { get; set; }

    /// <summary>Adds a dimension inside the ones added before.</summary>
    internal void Add(int size, int sourceStep, int targetStep)
    {
        if (size <= 1)
        {
            _isEmpty |= size <= 0;
            return;
        }

        int[] numbers = _numbers;
        int outer = _rank - 1;
        if (outer >= 0 && numbers[_sourceSteps + outer] == size * sourceStep && numbers[_targetSteps + outer] == size * targetStep)
        {
            size *= numbers[outer];
        }
        else
        {
            outer++;
            _rank++;
        }

        numbers[outer] = size;
        numbers[_sourceSteps + outer] = sourceStep;
        numbers[_targetSteps + outer] = targetStep;
    }

    /// <summary>
    /// Adds the dimensions of a tensor from <paramref name="first"/> on. They must be contiguous in source and target.
    /// </summary>
    internal void AddInner(Tensor tensor, int first)
    {
        Add(tensor.CountOf(first, tensor.Rank), 1, 1);
    }

    /// <summary>
    /// Completes the plan: turns the innermost dimension into the run if possible, and makes the longest loop the innermost.
    /// </summary>
    internal void End()
    {
        int[] numbers = _numbers;
        int last = _rank - 1;
        if (last >= 0 && numbers[_sourceSteps + last] == 1 && numbers[_targetSteps + last] == 1)
        {
            _run = numbers[last];
            _rank = last--;
        }

        int longest = last;
        for (int d = 0; d < last; d++)
        {
            if (numbers[d] > numbers[longest])
            {
                longest = d;
            }
        }

        if (longest != last)
        {
            Swap(numbers, longest, last);
            Swap(numbers, _sourceSteps + longest, _sourceSteps + last);
            Swap(numbers, _targetSteps + longest, _targetSteps + last);
        }
    }

    /// <summary>Copies the block.</summary>
    internal void Run(Tensor source, Tensor target)
    {
        if (_isEmpty)
        {
            return;
        }

        int[] numbers = _numbers;
        int counters = _counters;
        int rank = _rank;
        int row = rank - 2;
        int column = rank - 1;
        int rows = row < 0 ? 1 : numbers[row];
        int columns = column < 0 ? 1 : numbers[column];
        int sourceRow = row < 0 ? 0 : numbers[_sourceSteps + row];
        int sourceColumn = column < 0 ? 0 : numbers[_sourceSteps + column];
        int targetRow = row < 0 ? 0 : numbers[_targetSteps + row];
        int targetColumn = column < 0 ? 0 : numbers[_targetSteps + column];
        int at = SourceStart;
        int to = TargetStart;
        for (int d = 0; d < row; d++)
        {
            numbers[counters + d] = numbers[d];
        }

        for (; ; )
        {
            BlockCopy.Copy(source, at, sourceRow, sourceColumn, target, to, targetRow, targetColumn, rows, columns, _run);
            int d = row - 1;
            for (; d >= 0; d--)
            {
                at += numbers[_sourceSteps + d];
                to += numbers[_targetSteps + d];
                if (--numbers[counters + d] > 0)
                {
                    break;
                }

                numbers[counters + d] = numbers[d];
                at -= numbers[_sourceSteps + d] * numbers[d];
                to -= numbers[_targetSteps + d] * numbers[d];
            }

            if (d < 0)
            {
                return;
            }
        }
    }

    private static void Swap(int[] values, int a, int b)
    {
        int value = values[a];
        values[a] = values[b];
        values[b] = value;
    }
}
