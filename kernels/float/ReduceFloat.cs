// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// MEAN, SUM, REDUCE_PROD, REDUCE_MAX, REDUCE_MIN. out[kept] = Σ, Π, max or min of in[kept, reduced] over the reduced dimensions; MEAN
/// divides the sum by their number of elements. Elements are processed in memory order. The reference has no REDUCE_PROD.
/// </summary>
/// <supports>float32; any constant axes</supports>
public sealed class ReduceFloat : Kernel
{
    private readonly BuiltinOperator _code;
    private Tensor _input;
    private Tensor _output;
    private int _sizes;
    private int _steps;
    private int _counters;
    private int _dimensions;

    /// <summary>Creates the reduction of an operator.</summary>
    public ReduceFloat(BuiltinOperator code)
    {
        _code = code;
    }

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(2, 2);
        context.RequireOutputs(1);
        _input = context.Input(0);
        Tensor axes = context.ConstantInput(1);
        _output = context.Output(0);
        context.RequireType(_input, TypeSet.Float32);
        context.RequireType(axes, TypeSet.Int32);
        context.RequireSameType(_output, _input);
        if (_input.ElementCount == 0)
        {
            throw context.Error(ErrorCode.ShapeMismatch, _input, 1, 0);
        }

        bool keepsDimensions = context.Options(BuiltinOptionsType.Reducer).Bool(ReducerOptions.KeepDims);
        int rank = _input.Rank;
        bool[] isReduced = new bool[rank];

        // A scalar has no axis, so whatever the list says, there is nothing to reduce.
        for (int i = 0; i < axes.ElementCount && rank > 0; i++)
        {
            isReduced[FloatAxes.Resolve(context, axes, i, rank)] = true;
        }

        CheckOutput(context, isReduced, keepsDimensions);
        Plan(context, isReduced);
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        float[] input = _input.Float32;
        float[] output = _output.Float32;
        int first = _output.Offset;
        int count = _output.ElementCount;
        float start = _code == BuiltinOperator.ReduceMax ? float.MinValue
            : _code == BuiltinOperator.ReduceMin ? float.MaxValue
            : _code == BuiltinOperator.ReduceProd ? 1f : 0f;
        for (int i = first + count - 1; i >= first; i--)
        {
            output[i] = start;
        }

        int to = first;
        int run = Memory.Int32[_sizes];
        int step = Memory.Int32[_steps];
        int at = _input.Offset;
        for (int end = at + _input.ElementCount; at < end; at += run)
        {
            Accumulate(input, at, at + run, output, to, step);
            to += Next();
        }

        if (_code == BuiltinOperator.Mean)
        {
            float cells = _input.ElementCount / count;
            for (int i = first + count - 1; i >= first; i--)
            {
                output[i] /= cells;
            }
        }
    }

    private void Accumulate(float[] input, int at, int end, float[] output, int to, int step)
    {
        switch (_code)
        {
            case BuiltinOperator.ReduceMax:
                for (; at < end; at++)
                {
                    float x = input[at];
                    if (!(output[to] > x))
                    {
                        output[to] = x;
                    }

                    to += step;
                }

                break;
            case BuiltinOperator.ReduceMin:
                for (; at < end; at++)
                {
                    float x = input[at];
                    if (!(output[to] < x))
                    {
                        output[to] = x;
                    }

                    to += step;
                }

                break;
            case BuiltinOperator.ReduceProd:
                for (; at < end; at++)
                {
                    output[to] *= input[at];
                    to += step;
                }

                break;
            default:
                if (step != 0)
                {
                    for (; at < end; at++, to++)
                    {
                        output[to] += input[at];
                    }

                    break;
                }

                float sum = output[to];
                for (; at < end; at++)
                {
                    sum += input[at];
                }

                output[to] = sum;
                break;
        }
    }

    /// <summary>Advances the dimensions outside the run; returns how far the output moves.</summary>
    private int Next()
    {
        int move = 0;
        for (int d = 1; d < _dimensions; d++)
        {
            move += Memory.Int32[_steps + d];
            if (++Memory.Int32[_counters + d] < Memory.Int32[_sizes + d])
            {
                return move;
            }

            move -= Memory.Int32[_steps + d] * Memory.Int32[_sizes + d];
            Memory.Int32[_counters + d] = 0;
        }

        return move;
    }

    private void CheckOutput(PrepareContext context, bool[] isReduced, bool keepsDimensions)
    {
        int place = 0;
        for (int d = 0; d < isReduced.Length; d++)
        {
            if (isReduced[d] && !keepsDimensions)
            {
                continue;
            }

            if (place < _output.Rank)
            {
                context.RequireDimension(_output, place, isReduced[d] ? 1 : _input.Shape[d]);
            }

            place++;
        }

        // A single value may be a scalar or a list of one element.
        if (_output.Rank != place && (place != 0 || _output.ElementCount != 1))
        {
            throw context.Error(ErrorCode.ShapeMismatch, _output, place, _output.Rank);
        }
    }

    /// <summary>Merges adjacent dimensions that are all kept or all reduced. Index 0 is the innermost.</summary>
    private void Plan(PrepareContext context, bool[] isReduced)
    {
        int rank = isReduced.Length;
        _sizes = context.Persistent(TensorType.Int32, rank + 1);
        _steps = context.Persistent(TensorType.Int32, rank + 1);
        _counters = context.Persistent(TensorType.Int32, rank + 1);
        Memory.Int32[_sizes] = 1;
        int place = -1;
        int stride = 1;
        for (int d = rank - 1; d >= 0; d--)
        {
            int size = _input.Shape[d];
            if (size == 1)
            {
                continue;
            }

            if (place >= 0 && Memory.Int32[_steps + place] == 0 == isReduced[d])
            {
                Memory.Int32[_sizes + place] *= size;
            }
            else
            {
                Memory.Int32[_sizes + ++place] = size;
                Memory.Int32[_steps + place] = isReduced[d] ? 0 : stride;
            }

            stride *= isReduced[d] ? 1 : size;
        }

        _dimensions = place + 1;
    }
}

/// <content>Registers <see cref="ReduceFloat"/>.</content>
public static partial class FloatKernels
{
    /// <summary>Adds MEAN for float32.</summary>
    public static OpResolver AddMeanFloat(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Mean, TypeSet.Float32, 4, static () => new ReduceFloat(BuiltinOperator.Mean));
    }

    /// <summary>Adds SUM for float32.</summary>
    public static OpResolver AddSumFloat(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Sum, TypeSet.Float32, 3, static () => new ReduceFloat(BuiltinOperator.Sum));
    }

    /// <summary>Adds REDUCE_PROD for float32.</summary>
    public static OpResolver AddReduceProdFloat(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.ReduceProd, TypeSet.Float32, 3, static () => new ReduceFloat(BuiltinOperator.ReduceProd));
    }

    /// <summary>Adds REDUCE_MAX for float32.</summary>
    public static OpResolver AddReduceMaxFloat(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.ReduceMax, TypeSet.Float32, 4, static () => new ReduceFloat(BuiltinOperator.ReduceMax));
    }

    /// <summary>Adds REDUCE_MIN for float32.</summary>
    public static OpResolver AddReduceMinFloat(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.ReduceMin, TypeSet.Float32, 4, static () => new ReduceFloat(BuiltinOperator.ReduceMin));
    }
}
