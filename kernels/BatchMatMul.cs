// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// BATCH_MATMUL. out[…, m, n] = clamp(zo + requantise(Σ_k (a[…, m, k] − za) · (b[…, k, n] − zb))), the leading dimensions broadcast, either side
/// read transposed where its adjoint option says so. int8: 32-bit sums, safe for 33,000 terms; int16: 64-bit sums, zero points 0.
/// </summary>
/// <remarks>
/// Multiplied out, the zero points need one sum a row of a and one a column of b instead of a subtraction in each product.
/// </remarks>
[KernelRemarks("int8 and int16, both sides of one type; 2 to 5 dimensions")]
public sealed class BatchMatMul : Kernel
{
    private Tensor _a;
    private Tensor _b;
    private Tensor _output;
    private int[] _batchesOfA;
    private int[] _batchesOfB;
    private int[] _columnSums;
    private bool _transposeA;
    private bool _transposeB;
    private int _rows;
    private int _columns;
    private int _depth;
    private int _multiplier;
    private int _shift;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(2, 2);
        context.RequireOutputs(1);
        _a = context.Input(0);
        _b = context.Input(1);
        _output = context.Output(0);
        context.RequireType(_a, TypeSet.Int8 | TypeSet.Int16);
        context.RequireSameType(_b, _a);
        context.RequireSameType(_output, _a);
        context.RequireRank(_a, 2, 5);
        context.RequireRank(_b, 2, 5);
        int rank = _a.Rank > _b.Rank ? _a.Rank : _b.Rank;
        context.RequireRank(_output, rank, rank);
        context.RequireQuantized(_a);
        context.RequireQuantized(_b);
        context.RequireQuantized(_output);
        if (_a.Type == TensorType.Int16)
        {
            context.RequireZeroPoint(_a, 0);
            context.RequireZeroPoint(_b, 0);
            context.RequireZeroPoint(_output, 0);
        }

        OptionsView options = context.Options(BuiltinOptionsType.BatchMatMul);
        _transposeA = options.Bool(0, false);
        _transposeB = options.Bool(1, false);
        _rows = _a.Shape[_a.Rank - (_transposeA ? 1 : 2)];
        _depth = _a.Shape[_a.Rank - (_transposeA ? 2 : 1)];
        _columns = _b.Shape[_b.Rank - (_transposeB ? 2 : 1)];
        context.RequireDimension(_b, _b.Rank - (_transposeB ? 1 : 2), _depth);
        context.RequireDimension(_output, rank - 2, _rows);
        context.RequireDimension(_output, rank - 1, _columns);

        // The reference multiplies the scales in single precision and divides in double.
        float product = _a.Scale * _b.Scale;
        _multiplier = QuantizedMultiplier.FromReal((double)product / (double)_output.Scale, out _shift);
        _batchesOfA = Batches(context, _a, _rows * _depth);
        _batchesOfB = Batches(context, _b, _depth * _columns);
        _columnSums = context.NewInt32(_columns);
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        int stepA = _transposeA ? _rows : 1;
        int rowA = _transposeA ? 1 : _depth;
        int stepB = _transposeB ? 1 : _columns;
        int columnB = _transposeB ? _depth : 1;
        int at = _output.Offset;
        for (int i = 0; i < _batchesOfA.Length; i++)
        {
            int a = _a.Offset + _batchesOfA[i];
            int b = _b.Offset + _batchesOfB[i];
            if (_a.Type == TensorType.Int8)
            {
                MultiplyInt8(a, rowA, stepA, b, columnB, stepB, at);
            }
            else
            {
                MultiplyInt16(a, rowA, stepA, b, columnB, stepB, at);
            }

            at += _rows * _columns;
        }
    }

    /// <summary>Where each output matrix finds its operand.</summary>
    private int[] Batches(PrepareContext context, Tensor operand, int matrix)
    {
        int outer = _output.Rank - 2;
        int[] offsets = context.NewInt32(_output.CountOf(0, outer));
        for (int i = 0; i < offsets.Length; i++)
        {
            int rest = i;
            int stride = matrix;
            for (int d = outer - 1; d >= 0; d--)
            {
                int size = _output.Shape[d];
                int own = d - (_output.Rank - operand.Rank);
                int ownSize = own < 0 ? 1 : operand.Shape[own];
                if (ownSize != 1 && ownSize != size)
                {
                    throw context.Error(ErrorCode.ShapeMismatch, operand, size, ownSize);
                }

                offsets[i] += ownSize == 1 ? 0 : rest % size * stride;
                stride *= ownSize;
                rest /= size;
            }
        }

        // Each size of the output must come from one of the two.
        for (int d = 0; d < outer; d++)
        {
            if (_output.Shape[d] != 1 && SizeAt(_a, d) == 1 && SizeAt(_b, d) == 1)
            {
                throw context.Error(ErrorCode.ShapeMismatch, _output, 1, _output.Shape[d]);
            }
        }

        return offsets;
    }

    private int SizeAt(Tensor operand, int dimension)
    {
        int own = dimension - (_output.Rank - operand.Rank);
        return own < 0 ? 1 : operand.Shape[own];
    }

    private void MultiplyInt8(int a, int rowA, int stepA, int b, int columnB, int stepB, int at)
    {
        sbyte[] left = _a.Int8;
        sbyte[] right = _b.Int8;
        sbyte[] output = _output.Int8;
        int[] columnSums = _columnSums;
        int columns = _columns;
        int depth = _depth;
        int zeroA = _a.ZeroPoint;
        int zeroB = _b.ZeroPoint;
        int zeroOutput = _output.ZeroPoint;
        long multiplier = _multiplier;
        int shift = _shift;
        for (int n = 0; n < columns && zeroA != 0; n++)
        {
            int sum = 0;
            int q = b + n * columnB;
            for (int k = depth; k > 0; k--)
            {
                sum += right[q];
                q += stepB;
            }

            columnSums[n] = sum * zeroA;
        }

        for (int m = 0; m < _rows; m++)
        {
            int first = a + m * rowA;
            int rowTerm = depth * zeroA * zeroB;
            if (zeroB != 0)
            {
                int p = first;
                for (int k = depth; k > 0; k--)
                {
                    rowTerm -= left[p] * zeroB;
                    p += stepA;
                }
            }

            for (int n = 0; n < columns; n++)
            {
                int sum = rowTerm - columnSums[n];
                int p = first;
                int q = b + n * columnB;
                for (int k = depth; k > 0; k--)
                {
                    sum += left[p] * right[q];
                    p += stepA;
                    q += stepB;
                }

                long product;
                if (shift > 0)
                {
                    product = ((sum << shift) * multiplier + 0x40000000L) >> 31;
                }
                else
                {
                    product = (sum * multiplier + 0x40000000L) >> 31;
                    if (shift < 0)
                    {
                        product = (product + (1L << (-1 - shift)) + (product >> 63)) >> -shift;
                    }
                }

                int value = (int)product + zeroOutput;
                output[at++] = (sbyte)(value < sbyte.MinValue ? sbyte.MinValue : value > sbyte.MaxValue ? sbyte.MaxValue : value);
            }
        }
    }

    private void MultiplyInt16(int a, int rowA, int stepA, int b, int columnB, int stepB, int at)
    {
        short[] left = _a.Int16;
        short[] right = _b.Int16;
        short[] output = _output.Int16;
        int columns = _columns;
        int depth = _depth;
        for (int m = 0; m < _rows; m++)
        {
            for (int n = 0; n < columns; n++)
            {
                long sum = 0;
                int p = a + m * rowA;
                int q = b + n * columnB;
                for (int k = depth; k > 0; k--)
                {
                    sum += left[p] * right[q];
                    p += stepA;
                    q += stepB;
                }

                int value = FixedPoint.Multiply(sum, _multiplier, _shift);
                output[at++] = (short)(value < short.MinValue ? short.MinValue : value > short.MaxValue ? short.MaxValue : value);
            }
        }
    }
}

/// <content>BATCH_MATMUL.</content>
public static partial class NeuralKernels
{
    /// <summary>BATCH_MATMUL for int8 and int16.</summary>
    public static OpResolver AddBatchMatMul(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.BatchMatMul, TypeSet.Int8 | TypeSet.Int16, 4, static () => new BatchMatMul());
    }
}
