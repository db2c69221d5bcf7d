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
    private readonly int[] _sizes;
    private readonly int[] _sourceSteps;
    private readonly int[] _targetSteps;
    private readonly int[] _counters;
    private int _rank;
    private int _run;
    private bool _isEmpty;

    /// <summary>Creates a copy of up to <paramref name="capacity"/> dimensions. It has none yet.</summary>
    internal StridedCopy(PrepareContext context, int capacity)
    {
        _sizes = context.NewInt32(capacity);
        _sourceSteps = context.NewInt32(capacity);
        _targetSteps = context.NewInt32(capacity);
        _counters = context.NewInt32(capacity);
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

        int outer = _rank - 1;
        if (outer >= 0 && _sourceSteps[outer] == size * sourceStep && _targetSteps[outer] == size * targetStep)
        {
            size *= _sizes[outer];
        }
        else
        {
            outer++;
            _rank++;
        }

        _sizes[outer] = size;
        _sourceSteps[outer] = sourceStep;
        _targetSteps[outer] = targetStep;
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
        int last = _rank - 1;
        if (last >= 0 && _sourceSteps[last] == 1 && _targetSteps[last] == 1)
        {
            _run = _sizes[last];
            _rank = last--;
        }

        int longest = last;
        for (int d = 0; d < last; d++)
        {
            if (_sizes[d] > _sizes[longest])
            {
                longest = d;
            }
        }

        if (longest != last)
        {
            Swap(_sizes, longest, last);
            Swap(_sourceSteps, longest, last);
            Swap(_targetSteps, longest, last);
        }
    }

    /// <summary>Copies the block.</summary>
    internal void Run(Tensor source, Tensor target)
    {
        if (_isEmpty)
        {
            return;
        }

        int[] sizes = _sizes;
        int[] counters = _counters;
        int rank = _rank;
        int row = rank - 2;
        int column = rank - 1;
        int rows = row < 0 ? 1 : sizes[row];
        int columns = column < 0 ? 1 : sizes[column];
        int sourceRow = row < 0 ? 0 : _sourceSteps[row];
        int sourceColumn = column < 0 ? 0 : _sourceSteps[column];
        int targetRow = row < 0 ? 0 : _targetSteps[row];
        int targetColumn = column < 0 ? 0 : _targetSteps[column];
        int at = SourceStart;
        int to = TargetStart;
        for (int d = 0; d < row; d++)
        {
            counters[d] = sizes[d];
        }

        for (; ;)
        {
            BlockCopy.Copy(source, at, sourceRow, sourceColumn, target, to, targetRow, targetColumn, rows, columns, _run);
            int d = row - 1;
            for (; d >= 0; d--)
            {
                at += _sourceSteps[d];
                to += _targetSteps[d];
                if (--counters[d] > 0)
                {
                    break;
                }

                counters[d] = sizes[d];
                at -= _sourceSteps[d] * sizes[d];
                to -= _targetSteps[d] * sizes[d];
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
