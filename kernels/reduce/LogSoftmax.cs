// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// LOG_SOFTMAX. out[o, c] = clamp(127 + 16 · (d[o, c] − log Σ_k exp(d[o, k]))) with d[o, c] = scale · (in[o, c] − max_k in[o, k]) along
/// the last dimension. d has 5 integer bits and the sum 12, so it cannot overflow with fewer than 4,096 channels. Values too far below
/// the maximum add nothing to the sum and give the lowest output.
/// </summary>
/// <remarks>There are only 256 differences, so d and exp(d) are tables.</remarks>
/// <supports>int8; output scale 16/256, zero point 127</supports>
public sealed class LogSoftmax : Kernel
{
    private const int DifferenceBits = 5;
    private const int SumBits = 12;
    private const int OutputBits = 4;

    private Tensor _input;
    private Tensor _output;
    private int _differences;
    private int _exps;
    private int _minDifference;
    private int _reverseMultiplier;
    private int _reverseShift;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(1, 1);
        context.RequireOutputs(1);
        _input = context.Input(0);
        _output = context.Output(0);
        context.RequireSameType(_output, _input);
        context.RequireRank(_input, 1, 8);
        context.RequireSameShape(_output, _input);
        context.RequireQuantized(_input);
        context.RequireQuantized(_output);
        context.RequireZeroPoint(_output, 127);
        if (_output.Scale != 16f / 256)
        {
            throw context.Error(ErrorCode.QuantizationUnsupported, _output, 1, 0);
        }

        double real = (double)_input.Scale * (1 << (31 - DifferenceBits));
        int shift;
        int multiplier = QuantizedMultiplier.FromReal(real > int.MaxValue ? int.MaxValue : real, out shift);
        if (shift <= 0)
        {
            throw context.Error(ErrorCode.QuantizationUnsupported, _input, 1, shift);
        }

        _reverseMultiplier = QuantizedMultiplier.FromReal((1 << (31 - shift)) / (double)multiplier, out _reverseShift);
        _minDifference = -(int)((((1L << DifferenceBits) - 1) << (31 - DifferenceBits)) >> shift);
        _differences = context.Persistent(TensorType.Int32, 256);
        _exps = context.Persistent(TensorType.Int32, 256);
        int[] memory = Memory.Int32;
        for (int i = 0; i < 256 && -i >= _minDifference; i++)
        {
            int difference = FixedPoint.Multiply(-i, multiplier, shift);
            int exp = FixedPointMath.ExpOnNegativeValues(difference, DifferenceBits);
            memory[_differences + i] = difference;
            memory[_exps + i] = FixedPoint.RoundingDivideByPowerOfTwo(exp, SumBits);
        }
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        sbyte[] input = _input.Int8;
        sbyte[] output = _output.Int8;
        int[] memory = Memory.Int32;
        int exps = _exps;
        int differences = _differences;
        int depth = _input.Shape[_input.Rank - 1];
        int at = _output.Offset;
        int p = _input.Offset;
        int end = p + _input.ElementCount;
        while (p < end)
        {
            int endRow = p + depth;
            int max = sbyte.MinValue;
            for (int k = p; k < endRow; k++)
            {
                if (input[k] > max)
                {
                    max = input[k];
                }
            }

            int sum = 0;
            for (int k = p; k < endRow; k++)
            {
                sum += memory[exps + max - input[k]];
            }

            int log = Log(sum);
            int lowest = FixedPoint.Multiply(log + int.MinValue, _reverseMultiplier, _reverseShift);
            lowest = lowest < _minDifference - 1 ? _minDifference - 1 : lowest;
            for (; p < endRow; p++)
            {
                int below = max - input[p];
                int value = sbyte.MinValue;
                if (-below > lowest)
                {
                    value = 127 + FixedPoint.RoundingDivideByPowerOfTwo(
                        memory[differences + below] - log, 31 - DifferenceBits - OutputBits);
                    value = value < sbyte.MinValue ? sbyte.MinValue : value > sbyte.MaxValue ? sbyte.MaxValue : value;
                }

                output[at++] = (sbyte)value;
            }
        }
    }

    /// <summary>
    /// log(x) with 5 integer bits, of x ≥ 1 with 12 integer bits. x = 2^n · r with r near 2^-¼, so log(x) = n · log(2) + log(r), where
    /// log(r) is a quotient of polynomials around that point. n is an integer plus or minus a quarter; of the two candidates, the one
    /// with the smaller r is used.
    /// </summary>
    private static int Log(int x)
    {
        const int LogOf2 = 1488522236;
        const int FourthRootOfHalf = 1805811301;
        const int RootOfHalf = 1518500250;
        const int CubicTerm = 117049297;
        const int SquareTerm = 127690142;
        const int ConstantTerm = 1057819769;
        const int LinearTerm = 638450708;
        const int PowerBits = DifferenceBits + 1;
        const int Quarter = 1 << (31 - PowerBits - 2);
        int zeros = FixedPointMath.LeadingZeros(x);
        int above = FixedPoint.SaturatingShiftLeft(
            FixedPoint.DoublingHighMultiply(FixedPoint.SaturatingShiftLeft(x, zeros - 1), RootOfHalf), 1);
        int powerAbove = FixedPoint.SaturatingShiftLeft(SumBits - zeros, 31 - PowerBits) + Quarter;
        zeros = FixedPointMath.LeadingZeros(FixedPoint.DoublingHighMultiply(x, RootOfHalf)) - 1;
        int below = FixedPoint.SaturatingShiftLeft(x, zeros);
        int powerBelow = FixedPoint.SaturatingShiftLeft(SumBits - zeros, 31 - PowerBits) - Quarter;
        int r = above < below ? above : below;
        int power = powerAbove > powerBelow ? powerAbove : powerBelow;

        int p = FixedPoint.RoundingHalfSum(r, FourthRootOfHalf);
        int q = 2 * (r - FourthRootOfHalf);
        int square = FixedPoint.DoublingHighMultiply(q, q);
        int numerator = FixedPoint.DoublingHighMultiply(q, r)
            + FixedPoint.DoublingHighMultiply(FixedPoint.DoublingHighMultiply(q, square), CubicTerm);
        int denominator = FixedPoint.DoublingHighMultiply(p, ConstantTerm + q + FixedPoint.DoublingHighMultiply(SquareTerm, square))
            + FixedPoint.DoublingHighMultiply(LinearTerm, q);
        int quotient = FixedPoint.DoublingHighMultiply(
            FixedPoint.RoundingDivideByPowerOfTwo(numerator, PowerBits), FixedPointMath.OneOverOnePlus(denominator));
        return FixedPoint.SaturatingShiftLeft(FixedPoint.DoublingHighMultiply(power, LogOf2) + quotient, 1);
    }
}

/// <content>LOG_SOFTMAX.</content>
public static partial class ReduceKernels
{
    /// <summary>LOG_SOFTMAX for int8.</summary>
    public static OpResolver AddLogSoftmax(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.LogSoftmax, TypeSet.Int8, 2, static () => new LogSoftmax());
    }
}
