// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// BATCH_MATMUL. out[..., r, c] = clamp(zo + requantise(Σ_k (x[..., r, k] − zx) · (y[..., k, c] − zy))). Options transpose the last two
/// dimensions of either operand; the dimensions before them are broadcast. int8: sums have 32 bits and wrap like the reference's, but not
/// with fewer than 33,000 terms. int16: sums have 64 bits, and zero points are 0.
/// </summary>
/// <remarks>
/// A matrix product treats both operands alike. The one with fewer rows (x) or columns (y) is held, and the other streams past it. A held
/// row is copied out of its matrix once, less its zero point and padded with zeros to blocks of eight. Each block stays in locals while
/// the streamed operand passes: 15 units per multiplication, however its elements are laid out. The streamed zero point costs one product
/// per held row.
/// </remarks>
/// <supports>int8 and int16; 2 to 5 dimensions, transposed operands, broadcasting; constant or computed operands</supports>
public sealed class BatchMatMul : Kernel
{
    private const int BatchRank = 3;

    private Tensor _output;
    private Tensor _held;
    private Tensor _streamed;
    private int _row;
    private int _sums;
    private int _batchSizes;
    private int _heldSteps;
    private int _streamedSteps;
    private int _depth;
    private int _rows;
    private int _columns;
    private int _heldRowStep;
    private int _heldDepthStep;
    private int _streamedColumnStep;
    private int _streamedDepthStep;
    private int _outputRowStep;
    private int _outputColumnStep;
    private int _multiplier;
    private int _shift;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(2, 2);
        context.RequireOutputs(1);
        Tensor left = context.Input(0);
        Tensor right = context.Input(1);
        _output = context.Output(0);
        context.RequireType(left, TypeSet.Int8 | TypeSet.Int16);
        context.RequireSameType(right, left);
        context.RequireSameType(_output, left);
        context.RequireRank(left, 2, 2 + BatchRank);
        context.RequireRank(right, 2, 2 + BatchRank);
        int rank = left.Rank > right.Rank ? left.Rank : right.Rank;
        context.RequireRank(_output, rank, rank);

        OptionsView options = context.Options(BuiltinOptionsType.BatchMatMul);
        bool isLeftTransposed = options.Bool(BatchMatMulOptions.AdjX);
        bool isRightTransposed = options.Bool(BatchMatMulOptions.AdjY);
        int rows = left.Shape[left.Rank - (isLeftTransposed ? 1 : 2)];
        int columns = right.Shape[right.Rank - (isRightTransposed ? 2 : 1)];
        _depth = left.Shape[left.Rank - (isLeftTransposed ? 2 : 1)];
        context.RequireDimension(right, right.Rank - (isRightTransposed ? 1 : 2), _depth);
        context.RequireDimension(_output, rank - 2, rows);
        context.RequireDimension(_output, rank - 1, columns);
        PrepareScale(context, left, right);
        _batchSizes = context.Persistent(TensorType.Int32, BatchRank);
        int leftSteps = context.Persistent(TensorType.Int32, BatchRank);
        int rightSteps = context.Persistent(TensorType.Int32, BatchRank);
        PlanBatches(context, left, right, leftSteps, rightSteps);

        bool isLeftHeld = rows <= columns;
        _held = isLeftHeld ? left : right;
        _streamed = isLeftHeld ? right : left;
        _heldSteps = isLeftHeld ? leftSteps : rightSteps;
        _streamedSteps = isLeftHeld ? rightSteps : leftSteps;
        _rows = isLeftHeld ? rows : columns;
        _columns = isLeftHeld ? columns : rows;
        int leftRowStep = isLeftTransposed ? 1 : _depth;
        int leftDepthStep = isLeftTransposed ? rows : 1;
        int rightColumnStep = isRightTransposed ? _depth : 1;
        int rightDepthStep = isRightTransposed ? 1 : columns;
        _heldRowStep = isLeftHeld ? leftRowStep : rightColumnStep;
        _heldDepthStep = isLeftHeld ? leftDepthStep : rightDepthStep;
        _streamedColumnStep = isLeftHeld ? rightColumnStep : leftRowStep;
        _streamedDepthStep = isLeftHeld ? rightDepthStep : leftDepthStep;
        _outputRowStep = isLeftHeld ? columns : 1;
        _outputColumnStep = isLeftHeld ? 1 : columns;
        TensorType sumType = left.Type == TensorType.Int8 ? TensorType.Int32 : TensorType.Int64;
        _row = context.Scratch(sumType, (_depth + 7) / 8 * 8);
        _sums = context.Scratch(sumType, _columns);
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        bool isNarrow = _output.Type == TensorType.Int8;
        int[] memory = Memory.Int32;
        int matrix = _rows * _columns;
        int at = _output.Offset;
        for (int b0 = 0; b0 < memory[_batchSizes]; b0++)
        {
            for (int b1 = 0; b1 < memory[_batchSizes + 1]; b1++)
            {
                for (int b2 = 0; b2 < memory[_batchSizes + 2]; b2++)
                {
                    int held = _held.Offset + b0 * memory[_heldSteps] + b1 * memory[_heldSteps + 1] + b2 * memory[_heldSteps + 2];
                    int streamed = _streamed.Offset + b0 * memory[_streamedSteps] + b1 * memory[_streamedSteps + 1]
                        + b2 * memory[_streamedSteps + 2];
                    for (int r = 0; r < _rows; r++)
                    {
                        if (isNarrow)
                        {
                            MultiplyInt8(held, streamed, at + r * _outputRowStep);
                        }
                        else
                        {
                            MultiplyInt16(held, streamed, at + r * _outputRowStep);
                        }

                        held += _heldRowStep;
                    }

                    at += matrix;
                }
            }
        }
    }

    private void PrepareScale(PrepareContext context, Tensor left, Tensor right)
    {
        context.RequireQuantized(left);
        context.RequireQuantized(right);
        context.RequireQuantized(_output);

        // The reference multiplies the scales in single precision and divides in double precision.
        float product = left.Scale * right.Scale;
        _multiplier = QuantizedMultiplier.FromReal((double)product / (double)_output.Scale, out _shift);
        if (left.Type == TensorType.Int16)
        {
            context.RequireZeroPoint(left, 0);
            context.RequireZeroPoint(right, 0);
            context.RequireZeroPoint(_output, 0);

            // 64-bit sums are multiplied by the upper 16 bits and shifted right once.
            ChannelScales.RequireShift(context, _output, _shift, true);
            _multiplier = FixedPoint.ReducedMultiplier(_multiplier);
            _shift = 15 - _shift;
        }
    }

    /// <summary>Computes how far each operand moves along each of the output's batch dimensions; 0 where it is broadcast.</summary>
    private void PlanBatches(PrepareContext context, Tensor left, Tensor right, int leftSteps, int rightSteps)
    {
        int leftStep = left.CountOf(left.Rank - 2, left.Rank);
        int rightStep = right.CountOf(right.Rank - 2, right.Rank);
        for (int d = 0; d < BatchRank; d++)
        {
            // Dimensions are aligned at the last one.
            int back = 3 + d;
            int leftSize = left.Rank < back ? 1 : left.Shape[left.Rank - back];
            int rightSize = right.Rank < back ? 1 : right.Shape[right.Rank - back];
            int size = leftSize == 1 ? rightSize : leftSize;
            if (rightSize != 1 && rightSize != size)
            {
                throw context.Error(ErrorCode.ShapeMismatch, right, size, rightSize);
            }

            if (_output.Rank >= back)
            {
                context.RequireDimension(_output, _output.Rank - back, size);
            }

            int place = BatchRank - 1 - d;
            Memory.Int32[_batchSizes + place] = size;
            Memory.Int32[leftSteps + place] = leftSize == 1 ? 0 : leftStep;
            Memory.Int32[rightSteps + place] = rightSize == 1 ? 0 : rightStep;
            leftStep *= leftSize;
            rightStep *= rightSize;
        }
    }

    /// <summary>Multiplies one held row by the streamed matrix.</summary>
    private void MultiplyInt8(int held, int streamed, int at)
    {
        sbyte[] heldData = _held.Int8;
        sbyte[] data = _streamed.Int8;
        sbyte[] output = _output.Int8;
        int[] row = Memory.Scratch.Int32;
        int[] sums = Memory.Scratch.Int32;
        int firstSum = _sums;
        int endSum = firstSum + _columns;
        int depth = _depth;
        int depthStep = _streamedDepthStep;
        int columnStep = _streamedColumnStep;
        int zeroPoint = _held.ZeroPoint;
        int heldDepthStep = _heldDepthStep;
        int k = _row;
        int end = k + depth;
        int total = 0;
        for (; k < end; k++)
        {
            int element = heldData[held] - zeroPoint;
            total += element;
            row[k] = element;
            held += heldDepthStep;
        }

        for (end = _row + (_depth + 7) / 8 * 8; k < end; k++)
        {
            row[k] = 0;
        }

        total *= -_streamed.ZeroPoint;
        for (int s = firstSum; s < endSum; s++)
        {
            sums[s] = total;
        }

        for (k = _row; k < end; k += 8)
        {
            int x0 = row[k];
            int x1 = row[k + 1];
            int x2 = row[k + 2];
            int x3 = row[k + 3];
            int x4 = row[k + 4];
            int x5 = row[k + 5];
            int x6 = row[k + 6];
            int x7 = row[k + 7];

            // The elements for the padding lie outside the operand. The first element is read instead, and multiplied by 0.
            int s1 = depth > 1 ? depthStep : 0;
            int s2 = depth > 2 ? 2 * depthStep : 0;
            int s3 = depth > 3 ? 3 * depthStep : 0;
            int s4 = depth > 4 ? 4 * depthStep : 0;
            int s5 = depth > 5 ? 5 * depthStep : 0;
            int s6 = depth > 6 ? 6 * depthStep : 0;
            int s7 = depth > 7 ? 7 * depthStep : 0;
            int q = streamed;
            for (int s = firstSum; s < endSum; s++)
            {
                sums[s] = sums[s] + x0 * data[q] + x1 * data[q + s1] + x2 * data[q + s2] + x3 * data[q + s3]
                    + x4 * data[q + s4] + x5 * data[q + s5] + x6 * data[q + s6] + x7 * data[q + s7];
                q += columnStep;
            }

            streamed += 8 * depthStep;
            depth -= 8;
        }

        int multiplier = _multiplier;
        int shift = _shift;
        int outputStep = _outputColumnStep;
        int outputZeroPoint = _output.ZeroPoint;
        for (int s = firstSum; s < endSum; s++)
        {
            long product;
            if (shift > 0)
            {
                product = ((long)(sums[s] << shift) * multiplier + 0x40000000L) >> 31;
            }
            else
            {
                product = ((long)sums[s] * multiplier + 0x40000000L) >> 31;
                if (shift < 0)
                {
                    product = (product + (1L << (-1 - shift)) + (product >> 63)) >> -shift;
                }
            }

            int value = (int)product + outputZeroPoint;
            output[at] = (sbyte)(value < sbyte.MinValue ? sbyte.MinValue : value > sbyte.MaxValue ? sbyte.MaxValue : value);
            at += outputStep;
        }
    }

    /// <summary>The same for int16. Sums have 64 bits, because two products can fill 32.</summary>
    private void MultiplyInt16(int held, int streamed, int at)
    {
        short[] heldData = _held.Int16;
        short[] data = _streamed.Int16;
        short[] output = _output.Int16;
        long[] row = Memory.Scratch.Int64;
        long[] sums = Memory.Scratch.Int64;
        int firstSum = _sums;
        int endSum = firstSum + _columns;
        int depth = _depth;
        int depthStep = _streamedDepthStep;
        int columnStep = _streamedColumnStep;
        int heldDepthStep = _heldDepthStep;
        int k = _row;
        int end = k + depth;
        for (; k < end; k++)
        {
            row[k] = heldData[held];
            held += heldDepthStep;
        }

        for (end = _row + (_depth + 7) / 8 * 8; k < end; k++)
        {
            row[k] = 0;
        }

        for (int s = firstSum; s < endSum; s++)
        {
            sums[s] = 0;
        }

        for (k = _row; k < end; k += 8)
        {
            long x0 = row[k];
            long x1 = row[k + 1];
            long x2 = row[k + 2];
            long x3 = row[k + 3];
            long x4 = row[k + 4];
            long x5 = row[k + 5];
            long x6 = row[k + 6];
            long x7 = row[k + 7];
            int s1 = depth > 1 ? depthStep : 0;
            int s2 = depth > 2 ? 2 * depthStep : 0;
            int s3 = depth > 3 ? 3 * depthStep : 0;
            int s4 = depth > 4 ? 4 * depthStep : 0;
            int s5 = depth > 5 ? 5 * depthStep : 0;
            int s6 = depth > 6 ? 6 * depthStep : 0;
            int s7 = depth > 7 ? 7 * depthStep : 0;
            int q = streamed;
            for (int s = firstSum; s < endSum; s++)
            {
                sums[s] = sums[s] + x0 * data[q] + x1 * data[q + s1] + x2 * data[q + s2] + x3 * data[q + s3]
                    + x4 * data[q + s4] + x5 * data[q + s5] + x6 * data[q + s6] + x7 * data[q + s7];
                q += columnStep;
            }

            streamed += 8 * depthStep;
            depth -= 8;
        }

        int multiplier = _multiplier;
        int shift = _shift;
        int outputStep = _outputColumnStep;
        long half = 1L << (shift - 1);
        for (int s = firstSum; s < endSum; s++)
        {
            int value = (int)((sums[s] * multiplier + half) >> shift);
            output[at] = (short)(value < short.MinValue ? short.MinValue : value > short.MaxValue ? short.MaxValue : value);
            at += outputStep;
        }
    }
}

/// <content>BATCH_MATMUL.</content>
public static partial class NeuralKernels
{
    /// <summary>BATCH_MATMUL for int8 and int16.</summary>
    public static OpResolver AddBatchMatMul(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.BatchMatMul, TypeSet.Int8 | TypeSet.Int16, 5, static () => new BatchMatMul());
    }
}
