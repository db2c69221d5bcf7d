// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// SOFTMAX over the last dimension: out[i, j] = exp(beta · (in[i, j] − max_k in[i, k])) / Σ_k exp(beta · (in[i, k] − max)). The input's
/// zero point cancels out in the difference; the output's is fixed by its type. int8: sums have 12 integer bits, so they cannot overflow
/// with fewer than 4,096 elements in a row. int16: sums stay below 2^31 for up to 65,536.
/// </summary>
/// <remarks>
/// int8: an exponential depends only on a difference, of which there are 256. They are computed with the reference's arithmetic, once
/// into a table if the budget has room for it, else for each element. int16: two tables with interpolation, as in the reference.
/// </remarks>
/// <supports>int8 to int8 (scale 1/256, zero point -128) or int16 (1/65536, -32768); int16 to int16 (1/32768, 0)</supports>
public sealed class Softmax : Kernel
{
    private const int DifferenceIntegerBits = 5;
    private const int SumIntegerBits = 12;

    // Marks differences so far below the maximum that the reference leaves them out of the sum.
    private const int LeftOut = -1;

    private Tensor _input;
    private Tensor _output;
    private int[] _exponentials;
    private long _radius;
    private short[] _expTable;
    private short[] _reciprocalTable;
    private int _multiplier;
    private int _shift;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(1, 1);
        context.RequireOutputs(1);
        _input = context.Input(0);
        _output = context.Output(0);
        context.RequireType(_input, TypeSet.Int8 | TypeSet.Int16);
        context.RequireType(_output, _input.Type == TensorType.Int8 ? TypeSet.Int8 | TypeSet.Int16 : TypeSet.Int16);
        context.RequireRank(_input, 1, 8);
        context.RequireSameShape(_output, _input);
        context.RequireQuantized(_input);
        context.RequireQuantized(_output);
        context.AllowOverlap(0, 0, 0);
        float beta = context.Options(BuiltinOptionsType.Softmax).Single(SoftmaxOptions.Beta);
        if (!(beta > 0f && beta < float.MaxValue))
        {
            throw context.Error(ErrorCode.OptionInvalid, null, 1, 0);
        }

        if (_input.Type == TensorType.Int8)
        {
            bool narrow = _output.Type == TensorType.Int8;
            RequireOutput(context, narrow ? 1f / 256f : 1f / 65536f, narrow ? -128 : -32768);
            PrepareExponentials(beta);
        }
        else
        {
            RequireOutput(context, 1f / 32768f, 0);

            // Read here, because the first access allocates them.
            _expTable = SoftmaxTables.Exp;
            _reciprocalTable = SoftmaxTables.OneOverOnePlus;
            _multiplier = QuantizedMultiplier.FromReal((double)_input.Scale * (double)beta / (10.0 / 65535.0), out _shift);
        }
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        if (_input.Type == TensorType.Int16)
        {
            EvalInt16();
        }
        else if (_exponentials == null)
        {
            EvalInt8WithoutTable();
        }
        else
        {
            EvalInt8();
        }
    }

    private void RequireOutput(PrepareContext context, float scale, int zeroPoint)
    {
        context.RequireZeroPoint(_output, zeroPoint);

        // Converters write the power of two, or 1 / (2^n - 1), rounded. A tolerance of a thousandth accepts both.
        float ratio = _output.Scale / scale;
        if (ratio < 0.999f || ratio > 1.001f)
        {
            throw context.Error(ErrorCode.QuantizationUnsupported, _output, zeroPoint, _output.ZeroPoint);
        }
    }

    /// <inheritdoc/>
    public override void PackWeights(SpareMemory spare)
    {
        _exponentials = null;
        if (spare == null || _input.Type != TensorType.Int8)
        {
            return;
        }

        long[] function = { (long)BuiltinOperator.Softmax, _multiplier, _shift };
        _exponentials = spare.FindTable(function);
        if (_exponentials == null && spare.TryTake(4 * 256))
        {
            int[] table = new int[256];
            for (int d = 0; d < 256; d++)
            {
                table[d] = Exponential(d);
            }

            _exponentials = table;
            spare.ShareTable(function, table);
        }
    }

    private void PrepareExponentials(float beta)
    {
        double real = (double)beta * (double)_input.Scale * (1 << (31 - DifferenceIntegerBits));
        if (real > 2147483647.0)
        {
            real = 2147483647.0;
        }

        _multiplier = QuantizedMultiplier.FromReal(real, out _shift);

        // The largest difference whose rescaled value fits 5 integer bits. With a small scale no difference reaches it.
        _radius = _shift < 0 ? 256 : (long)((1 << DifferenceIntegerBits) - 1) * (1L << (31 - DifferenceIntegerBits)) >> _shift;

        // .NET allocates static arrays on first access: here, and not in the first Invoke.
        FixedPointMath.ExpOnNegativeValues(-1, DifferenceIntegerBits);
    }

    /// <summary>exp(-d · scale · beta) in Q0 for a difference d of two int8 values, or LeftOut.</summary>
    private int Exponential(int d)
    {
        return d > _radius
            ? LeftOut
            : FixedPointMath.ExpOnNegativeValues(FixedPoint.Multiply(-d, _multiplier, _shift), DifferenceIntegerBits);
    }

    private void EvalInt8()
    {
        sbyte[] input = _input.Int8;
        int[] exponentials = _exponentials;
        bool narrow = _output.Type == TensorType.Int8;
        sbyte[] output8 = _output.Int8;
        short[] output16 = _output.Int16;
        int depth = _input.Shape[_input.Rank - 1];
        int lowest = narrow ? sbyte.MinValue : short.MinValue;
        int highest = narrow ? sbyte.MaxValue : short.MaxValue;
        int inputAt = _input.Offset;
        int outputAt = _output.Offset;
        int end = inputAt + _input.ElementCount;
        while (inputAt < end)
        {
            int rowEnd = inputAt + depth;
            int max = sbyte.MinValue;
            for (int i = inputAt; i < rowEnd; i++)
            {
                int value = input[i];
                if (value > max)
                {
                    max = value;
                }
            }

            int sum = 0;
            for (int i = inputAt; i < rowEnd; i++)
            {
                int exponential = exponentials[max - input[i]];
                if (exponential >= 0)
                {
                    // From Q0 to Q12, rounded. Exponentials are not negative. int.MaxValue plus the half needs 64 bits.
                    sum += (int)(((long)exponential + (1 << (SumIntegerBits - 1))) >> SumIntegerBits);
                }
            }

            // sum = (1 + f) · 2^bits with f in [0, 1), so there is one reciprocal per row.
            int zeros = FixedPointMath.LeadingZeros(sum);
            int scale = FixedPointMath.OneOverOnePlus((sum << zeros) - int.MinValue);
            int shift = SumIntegerBits - zeros + 31 - (narrow ? 8 : 16);
            long half = 1L << (shift - 1);
            for (; inputAt < rowEnd; inputAt++, outputAt++)
            {
                int exponential = exponentials[max - input[inputAt]];
                int value = lowest;
                if (exponential >= 0)
                {
                    long product = ((long)scale * exponential + 0x40000000L) >> 31;
                    value = (int)((product + half) >> shift) + lowest;
                    if (value > highest)
                    {
                        value = highest;
                    }
                }

                if (narrow)
                {
                    output8[outputAt] = (sbyte)value;
                }
                else
                {
                    output16[outputAt] = (short)value;
                }
            }
        }
    }

    /// <summary>The same without the table: each exponential is computed twice, for the sum and for the output.</summary>
    private void EvalInt8WithoutTable()
    {
        sbyte[] input = _input.Int8;
        bool narrow = _output.Type == TensorType.Int8;
        int depth = _input.Shape[_input.Rank - 1];
        int lowest = narrow ? sbyte.MinValue : short.MinValue;
        int outputAt = _output.Offset;
        int end = _input.Offset + _input.ElementCount;
        for (int row = _input.Offset; row < end; row += depth)
        {
            int max = sbyte.MinValue;
            for (int i = row; i < row + depth; i++)
            {
                max = input[i] > max ? input[i] : max;
            }

            int sum = 0;
            for (int i = row; i < row + depth; i++)
            {
                int exponential = Exponential(max - input[i]);
                sum += exponential < 0 ? 0 : FixedPoint.RoundingDivideByPowerOfTwo(exponential, SumIntegerBits);
            }

            int zeros = FixedPointMath.LeadingZeros(sum);
            int scale = FixedPointMath.OneOverOnePlus((sum << zeros) - int.MinValue);
            int shift = SumIntegerBits - zeros + 31 - (narrow ? 8 : 16);
            for (int i = row; i < row + depth; i++)
            {
                int exponential = Exponential(max - input[i]);
                long product = ((long)scale * exponential + 0x40000000L) >> 31;
                int value = exponential < 0 ? lowest : (int)((product + (1L << (shift - 1))) >> shift) + lowest;
                value = value > -1 - lowest ? -1 - lowest : value;
                if (narrow)
                {
                    _output.Int8[outputAt++] = (sbyte)value;
                }
                else
                {
                    _output.Int16[outputAt++] = (short)value;
                }
            }
        }
    }

    private void EvalInt16()
    {
        short[] input = _input.Int16;
        short[] output = _output.Int16;
        short[] table = _expTable;
        int depth = _input.Shape[_input.Rank - 1];
        int inputAt = _input.Offset;
        int outputAt = _output.Offset;
        int end = inputAt + _input.ElementCount;
        while (inputAt < end)
        {
            int rowEnd = inputAt + depth;
            int max = short.MinValue;
            for (int i = inputAt; i < rowEnd; i++)
            {
                int value = input[i];
                if (value > max)
                {
                    max = value;
                }
            }

            // The output holds the exponentials until the sum is known.
            int sum = 0;
            int firstOutput = outputAt;
            for (; inputAt < rowEnd; inputAt++, outputAt++)
            {
                int x = FixedPoint.Multiply(input[inputAt] - max, _multiplier, _shift) + short.MaxValue;
                int exponential = Interpolate(table, x < short.MinValue ? short.MinValue : x > short.MaxValue ? short.MaxValue : x);
                output[outputAt] = (short)exponential;
                sum += exponential;
            }

            int zeros = FixedPointMath.LeadingZeros(sum);
            int normalized = (int)((((long)sum << (zeros - 1)) + (1 << 13)) >> 14);
            int centred = normalized - (1 << 16) - (1 << 15);
            int reciprocal = Interpolate(
                _reciprocalTable, centred < short.MinValue ? short.MinValue : centred > short.MaxValue ? short.MaxValue : centred);
            int shift = 31 - zeros;
            long half = shift > 0 ? 1L << (shift - 1) : 0;
            for (int i = firstOutput; i < outputAt; i++)
            {
                long value = ((long)output[i] * reciprocal + half) >> shift;
                output[i] = (short)(value < 0 ? 0 : value > short.MaxValue ? short.MaxValue : value);
            }
        }
    }

    /// <summary>A function of an int16 value, interpolated between its 513 samples, which are 128 values apart.</summary>
    private static int Interpolate(short[] table, int value)
    {
        int index = 256 + (value >> 7);
        int sample = table[index];
        return sample + (((table[index + 1] - sample) * (value & 0x7F) + 64) >> 7);
    }
}

/// <content>SOFTMAX.</content>
public static partial class NeuralKernels
{
    /// <summary>SOFTMAX for int8 and int16.</summary>
    public static OpResolver AddSoftmax(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Softmax, TypeSet.Int8 | TypeSet.Int16, 3, static () => new Softmax());
    }
}
