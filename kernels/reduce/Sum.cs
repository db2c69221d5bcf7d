// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// SUM and MEAN. sum: out[k] = clamp(zo + requantise(Σ_r in[k, r] − n · zi)), where r runs over the n elements along the reduced axes.
/// mean: the same with the multiplier divided by n. Sums are 32 bits wide and wrap, like the reference's. int8 needs more than 8 million
/// elements for that, int16 32,768.
/// </summary>
/// <supports>int8 and int16; constant int32 axes, negative ones from the back; input and output quantised each for itself</supports>
public sealed class Sum : Reduction
{
    private readonly bool _isMean;
    private int _multiplier;
    private int _shift;
    private int _min;
    private int _max;

    /// <summary>Creates a sum or a mean.</summary>
    public Sum(bool isMean)
    {
        _isMean = isMean;
    }

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        PrepareRuns(context);
        context.RequireType(Input, TypeSet.Int8 | TypeSet.Int16);
        context.RequireQuantized(Input);
        context.RequireQuantized(Output);
        ActivationRange.Quantized(context, ActivationRange.None, Output, out _min, out _max);
        _multiplier = QuantizedMultiplier.FromReal((double)Input.Scale / Output.Scale, out _shift);
        if (_isMean)
        {
            DivideMultiplier(ReducedCount);
        }
    }

    /// <inheritdoc/>
    protected override void EvalRun(int start, int at)
    {
        if (Input.Type == TensorType.Int8)
        {
            EvalInt8(start, at);
        }
        else
        {
            EvalInt16(start, at);
        }
    }

    /// <summary>Divides the multiplier by n. It is first shifted left by as many bits as the final shift can take back.</summary>
    private void DivideMultiplier(int n)
    {
        int bits = 0;
        while (n >> bits > 1)
        {
            bits++;
        }

        int limit = 31 + _shift;
        int shift = bits < limit ? bits : limit;
        _multiplier = (int)(((long)_multiplier << shift) / n);
        _shift -= shift;
    }

    private void EvalInt8(int start, int at)
    {
        sbyte[] input = Input.Int8;
        sbyte[] output = Output.Int8;
        int runs = ReducedRuns;
        int stride = ReducedStride;
        int stride2 = 2 * stride;
        int stride3 = 3 * stride;
        int stride4 = 4 * stride;
        int length = ReducedSize * stride;
        int keptStride = KeptStride;
        int offset = -ReducedCount * Input.ZeroPoint;
        int multiplier = _multiplier;
        int shift = _shift;
        int zeroPoint = Output.ZeroPoint;
        int min = _min;
        int max = _max;
        for (int endAt = at + KeptSize; at < endAt; at++)
        {
            int sum = offset;
            for (int run = 0; run < runs; run++)
            {
                int p = run == 0 ? start : start + RunOffset(run);
                int end = p + length;
                for (int end4 = end - stride3; p < end4; p += stride4)
                {
                    sum = sum + input[p] + input[p + stride] + input[p + stride2] + input[p + stride3];
                }

                for (; p < end; p += stride)
                {
                    sum += input[p];
                }
            }

            int value = FixedPoint.Multiply(sum, multiplier, shift) + zeroPoint;
            output[at] = (sbyte)(value < min ? min : value > max ? max : value);
            start += keptStride;
        }
    }

    private void EvalInt16(int start, int at)
    {
        short[] input = Input.Int16;
        short[] output = Output.Int16;
        int runs = ReducedRuns;
        int stride = ReducedStride;
        int stride2 = 2 * stride;
        int stride3 = 3 * stride;
        int stride4 = 4 * stride;
        int length = ReducedSize * stride;
        int keptStride = KeptStride;
        int offset = -ReducedCount * Input.ZeroPoint;
        int multiplier = _multiplier;
        int shift = _shift;
        int zeroPoint = Output.ZeroPoint;
        int min = _min;
        int max = _max;
        for (int endAt = at + KeptSize; at < endAt; at++)
        {
            int sum = offset;
            for (int run = 0; run < runs; run++)
            {
                int p = run == 0 ? start : start + RunOffset(run);
                int end = p + length;
                for (int end4 = end - stride3; p < end4; p += stride4)
                {
                    sum = sum + input[p] + input[p + stride] + input[p + stride2] + input[p + stride3];
                }

                for (; p < end; p += stride)
                {
                    sum += input[p];
                }
            }

            int value = FixedPoint.Multiply(sum, multiplier, shift) + zeroPoint;
            output[at] = (short)(value < min ? min : value > max ? max : value);
            start += keptStride;
        }
    }
}

/// <content>SUM and MEAN.</content>
public static partial class ReduceKernels
{
    /// <summary>SUM for int8 and int16.</summary>
    public static OpResolver AddSum(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Sum, TypeSet.Int8 | TypeSet.Int16, 3, static () => new Sum(false));
    }

    /// <summary>MEAN for int8 and int16.</summary>
    public static OpResolver AddMean(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Mean, TypeSet.Int8 | TypeSet.Int16, 4, static () => new Sum(true));
    }
}
