// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// Base of reductions: which elements of the input belong to each element of the output. Adjacent dimensions that are all kept, or all
/// reduced, are merged. So nearly every reduction is one run of outputs over one run of inputs, each with a stride. Only if kept and
/// reduced dimensions alternate are there outer dimensions; <see cref="OffsetOf"/> counts through them.
/// </summary>
public abstract class Reduction : Kernel
{
    // Indices of lists in the persistent int32 array, with an entry for each group of dimensions.
    private int _keptSizes;
    private int _keptStrides;
    private int _reducedSizes;
    private int _reducedStrides;
    private int _keptRuns;

    /// <summary>The tensor that is reduced.</summary>
    protected Tensor Input { get; private set; }

    /// <summary>The result.</summary>
    protected Tensor Output { get; private set; }

    /// <summary>Number of input elements per output element.</summary>
    protected int ReducedCount { get; private set; }

    /// <summary>Number of runs of input elements per output element; 1 unless kept dimensions separate the reduced ones.</summary>
    protected int ReducedRuns { get; private set; }

    /// <summary>Number of input elements in a run.</summary>
    protected int ReducedSize { get; private set; }

    /// <summary>Distance between the input elements of a run.</summary>
    protected int ReducedStride { get; private set; }

    /// <summary>Number of output elements in a run.</summary>
    protected int KeptSize { get; private set; }

    /// <summary>Distance in the input between the first elements of two consecutive outputs of a run.</summary>
    protected int KeptStride { get; private set; }

    /// <inheritdoc/>
    public override void Eval()
    {
        int at = Output.Offset;
        int keptSize = KeptSize;
        for (int run = 0; run < _keptRuns; run++)
        {
            EvalRun(Input.Offset + OffsetOf(run, _keptSizes, _keptStrides), at);
            at += keptSize;
        }
    }

    /// <summary>Computes one run of output elements.</summary>
    /// <param name="start">Index of the first input element of the first output.</param>
    /// <param name="at">Index of the first output.</param>
    protected abstract void EvalRun(int start, int at);

    /// <summary>Offset of run number <paramref name="run"/> of an output element, relative to its first run.</summary>
    protected int RunOffset(int run)
    {
        return OffsetOf(run, _reducedSizes, _reducedStrides);
    }

    /// <summary>Checks the numbers of tensors, types, axes and shapes, and computes the runs.</summary>
    protected void PrepareRuns(PrepareContext context)
    {
        context.RequireInputs(2, 2);
        context.RequireOutputs(1);
        Input = context.Input(0);
        Output = context.Output(0);
        context.RequireSameType(Output, Input);
        if (Input.ElementCount == 0)
        {
            throw context.Error(ErrorCode.ShapeMismatch, Input, 1, 0);
        }

        bool[] isReduced = ReducedDimensions(context, context.ConstantInput(1));
        RequireOutputShape(context, isReduced, context.Options(BuiltinOptionsType.Reducer).Bool(ReducerOptions.KeepDims));

        int rank = Input.Rank;
        _keptSizes = context.Persistent(TensorType.Int32, 4 * rank);
        _keptStrides = _keptSizes + rank;
        _reducedSizes = _keptStrides + rank;
        _reducedStrides = _reducedSizes + rank;
        int kept = 0;
        int reduced = 0;
        int stride = 1;
        int last = -1;

        // From the innermost dimension outwards, so the innermost group of each kind comes first.
        for (int d = rank - 1; d >= 0; d--)
        {
            int size = Input.Shape[d];
            if (size == 1)
            {
                continue;
            }

            int kind = isReduced[d] ? 1 : 0;
            if (kind == 1)
            {
                reduced += last == kind ? 0 : 1;
                Widen(_reducedSizes, _reducedStrides, reduced - 1, size, stride);
            }
            else
            {
                kept += last == kind ? 0 : 1;
                Widen(_keptSizes, _keptStrides, kept - 1, size, stride);
            }

            last = kind;
            stride *= size;
        }

        KeptSize = kept == 0 ? 1 : Memory.Int32[_keptSizes];
        KeptStride = kept == 0 ? 0 : Memory.Int32[_keptStrides];
        ReducedSize = reduced == 0 ? 1 : Memory.Int32[_reducedSizes];
        ReducedStride = reduced == 0 ? 1 : Memory.Int32[_reducedStrides];
        ReducedCount = Input.ElementCount / Output.ElementCount;
        ReducedRuns = ReducedCount / ReducedSize;
        _keptRuns = Output.ElementCount / KeptSize;
    }

    private void Widen(int sizes, int strides, int group, int size, int stride)
    {
        int[] memory = Memory.Int32;
        if (memory[sizes + group] == 0)
        {
            memory[sizes + group] = size;
            memory[strides + group] = stride;
        }
        else
        {
            memory[sizes + group] *= size;
        }
    }

    /// <summary>The offset of a run, counted through all groups but the innermost.</summary>
    private int OffsetOf(int run, int sizes, int strides)
    {
        if (run == 0)
        {
            return 0;
        }

        int[] memory = Memory.Int32;
        int offset = 0;
        for (int g = 1; run != 0; g++)
        {
            int size = memory[sizes + g];
            int next = run / size;
            offset += (run - next * size) * memory[strides + g];
            run = next;
        }

        return offset;
    }

    private bool[] ReducedDimensions(PrepareContext context, Tensor axes)
    {
        context.RequireType(axes, TypeSet.Int32);
        bool[] isReduced = new bool[Input.Rank];
        for (int i = 0; i < axes.ElementCount; i++)
        {
            // A scalar has no dimension to reduce, but converters write axis 0 for it.
            int axis = axes.GetInt32(i);
            if (axis < -Input.Rank || axis >= Input.Rank)
            {
                if (Input.Rank == 0 && (axis == 0 || axis == -1))
                {
                    continue;
                }

                throw context.Error(ErrorCode.ConstantInvalid, axes, Input.Rank, axis);
            }

            isReduced[axis < 0 ? axis + Input.Rank : axis] = true;
        }

        return isReduced;
    }

    private void RequireOutputShape(PrepareContext context, bool[] isReduced, bool keepsDimensions)
    {
        int rank = 0;
        for (int d = 0; d < isReduced.Length; d++)
        {
            if (keepsDimensions || !isReduced[d])
            {
                rank++;
            }
        }

        // A full reduction gives a scalar, which some converters write as a list of one element.
        if (Output.Rank != rank && (rank != 0 || Output.ElementCount != 1))
        {
            throw context.Error(ErrorCode.ShapeMismatch, Output, rank, Output.Rank);
        }

        int at = 0;
        for (int d = 0; d < isReduced.Length; d++)
        {
            if (keepsDimensions || !isReduced[d])
            {
                context.RequireDimension(Output, at++, isReduced[d] ? 1 : Input.Shape[d]);
            }
        }
    }
}
