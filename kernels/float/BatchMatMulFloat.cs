// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// BATCH_MATMUL. out[..., r, c] = Σ_k x[..., r, k] · y[..., k, c]. Options transpose the last two dimensions of either operand. The
/// dimensions before them are broadcast.
/// </summary>
/// <supports>float32; 2 to 5 dimensions, transposed operands, broadcasting</supports>
public sealed class BatchMatMulFloat : Kernel
{
    private Tensor _left;
    private Tensor _right;
    private Tensor _output;
    private FloatBroadcast _batches;
    private bool _isLeftTransposed;
    private bool _isRightTransposed;
    private int _rows;
    private int _columns;
    private int _depth;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(2, 2);
        context.RequireOutputs(1);
        _left = context.Input(0);
        _right = context.Input(1);
        _output = context.Output(0);
        context.RequireType(_left, TypeSet.Float32);
        context.RequireSameType(_right, _left);
        context.RequireSameType(_output, _left);
        context.RequireRank(_left, 2, 5);
        context.RequireRank(_right, 2, 5);
        OptionsView options = context.Options(BuiltinOptionsType.BatchMatMul);
        _isLeftTransposed = options.Bool(BatchMatMulOptions.AdjX);
        _isRightTransposed = options.Bool(BatchMatMulOptions.AdjY);
        _rows = _left.Shape[_left.Rank - (_isLeftTransposed ? 1 : 2)];
        _depth = _left.Shape[_left.Rank - (_isLeftTransposed ? 2 : 1)];
        _columns = _right.Shape[_right.Rank - (_isRightTransposed ? 2 : 1)];
        context.RequireDimension(_right, _right.Rank - (_isRightTransposed ? 1 : 2), _depth);
        _batches = new FloatBroadcast(context, _output, new Tensor[] { _left, _right }, 2);
        context.RequireDimension(_output, _output.Rank - 2, _rows);
        context.RequireDimension(_output, _output.Rank - 1, _columns);
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        int at = _output.Offset;
        do
        {
            int x = _left.Offset + _batches.Offset(0);
            int y = _right.Offset + _batches.Offset(1);
            for (int run = _batches.Run; run > 0; run--)
            {
                Multiply(x, y, at);
                x += _batches.Step(0);
                y += _batches.Step(1);
                at += _rows * _columns;
            }
        }
        while (_batches.Next());
    }

    private void Multiply(int x, int y, int at)
    {
        float[] left = _left.Float32;
        float[] right = _right.Float32;
        float[] output = _output.Float32;
        int columns = _columns;
        int rowStep = _isLeftTransposed ? 1 : _depth;
        int leftStep = _isLeftTransposed ? _rows : 1;
        int columnStep = _isRightTransposed ? _depth : 1;
        int rightStep = _isRightTransposed ? 1 : columns;
        int reach = _depth * leftStep;
        for (int r = 0; r < _rows; r++)
        {
            int end = x + reach;
            for (int c = 0; c < columns; c++)
            {
                float sum = 0f;
                int q = y + c * columnStep;
                for (int p = x; p < end; p += leftStep)
                {
                    sum += left[p] * right[q];
                    q += rightStep;
                }

                output[at++] = sum;
            }

            x += rowStep;
        }
    }
}

/// <content>Registers <see cref="BatchMatMulFloat"/>.</content>
public static partial class FloatKernels
{
    /// <summary>Adds BATCH_MATMUL for float32.</summary>
    public static OpResolver AddBatchMatMulFloat(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.BatchMatMul, TypeSet.Float32, 5, static () => new BatchMatMulFloat());
    }
}
