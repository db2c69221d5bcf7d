// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// REDUCE_MAX, REDUCE_MIN, REDUCE_ANY and REDUCE_ALL. max: out[k] = max_r in[k, r] of stored values, because input and output have the
/// same quantisation; min likewise. For bool, "any" is the maximum and "all" the minimum.
/// </summary>
/// <remarks>The minimum is ~max(~in), so one loop computes all four: ~x is x ^ −1, and x ^ 0 is x.</remarks>
/// <supports>max and min: int8, int16 and int32, input and output quantised alike; any and all: bool; constant int32 axes</supports>
public sealed class ReduceMax : Reduction
{
    private readonly int _flip;

    /// <summary>Creates a maximum or a minimum.</summary>
    public ReduceMax(bool isMin)
    {
        _flip = isMin ? -1 : 0;
    }

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        PrepareRuns(context);
        context.RequireSameQuantization(Output, Input);
    }

    /// <inheritdoc/>
    protected override void EvalRun(int start, int at)
    {
        switch (Input.Type)
        {
            case TensorType.Int16:
                EvalInt16(start, at);
                break;
            case TensorType.Int32:
                EvalInt32(start, at);
                break;
            default:
                EvalInt8(start, at);
                break;
        }
    }

    private void EvalInt8(int start, int at)
    {
        sbyte[] input = Input.Int8;
        sbyte[] output = Output.Int8;
        int runs = ReducedRuns;
        int stride = ReducedStride;
        int length = ReducedSize * stride;
        int keptStride = KeptStride;
        int flip = _flip;
        for (int endAt = at + KeptSize; at < endAt; at++)
        {
            int max = int.MinValue;
            for (int run = 0; run < runs; run++)
            {
                int p = run == 0 ? start : start + RunOffset(run);
                for (int end = p + length; p < end; p += stride)
                {
                    int value = input[p] ^ flip;
                    if (value > max)
                    {
                        max = value;
                    }
                }
            }

            output[at] = (sbyte)(max ^ flip);
            start += keptStride;
        }
    }

    private void EvalInt16(int start, int at)
    {
        short[] input = Input.Int16;
        short[] output = Output.Int16;
        int runs = ReducedRuns;
        int stride = ReducedStride;
        int length = ReducedSize * stride;
        int keptStride = KeptStride;
        int flip = _flip;
        for (int endAt = at + KeptSize; at < endAt; at++)
        {
            int max = int.MinValue;
            for (int run = 0; run < runs; run++)
            {
                int p = run == 0 ? start : start + RunOffset(run);
                for (int end = p + length; p < end; p += stride)
                {
                    int value = input[p] ^ flip;
                    if (value > max)
                    {
                        max = value;
                    }
                }
            }

            output[at] = (short)(max ^ flip);
            start += keptStride;
        }
    }

    private void EvalInt32(int start, int at)
    {
        int[] input = Input.Int32;
        int[] output = Output.Int32;
        int runs = ReducedRuns;
        int stride = ReducedStride;
        int length = ReducedSize * stride;
        int keptStride = KeptStride;
        int flip = _flip;
        for (int endAt = at + KeptSize; at < endAt; at++)
        {
            int max = int.MinValue;
            for (int run = 0; run < runs; run++)
            {
                int p = run == 0 ? start : start + RunOffset(run);
                for (int end = p + length; p < end; p += stride)
                {
                    int value = input[p] ^ flip;
                    if (value > max)
                    {
                        max = value;
                    }
                }
            }

            output[at] = max ^ flip;
            start += keptStride;
        }
    }
}

/// <content>REDUCE_MAX, REDUCE_MIN, REDUCE_ANY and REDUCE_ALL.</content>
public static partial class ReduceKernels
{
    /// <summary>REDUCE_MAX for int8, int16 and int32.</summary>
    public static OpResolver AddReduceMax(this OpResolver resolver)
    {
        return resolver.Add(
            BuiltinOperator.ReduceMax, TypeSet.Int8 | TypeSet.Int16 | TypeSet.Int32, 3, static () => new ReduceMax(false));
    }

    /// <summary>REDUCE_MIN for int8, int16 and int32.</summary>
    public static OpResolver AddReduceMin(this OpResolver resolver)
    {
        return resolver.Add(
            BuiltinOperator.ReduceMin, TypeSet.Int8 | TypeSet.Int16 | TypeSet.Int32, 3, static () => new ReduceMax(true));
    }

    /// <summary>REDUCE_ANY for bool.</summary>
    public static OpResolver AddReduceAny(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.ReduceAny, TypeSet.Bool, 2, static () => new ReduceMax(false));
    }

    /// <summary>REDUCE_ALL for bool.</summary>
    public static OpResolver AddReduceAll(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.ReduceAll, TypeSet.Bool, 2, static () => new ReduceMax(true));
    }
}
