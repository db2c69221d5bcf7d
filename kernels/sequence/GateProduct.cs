// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// One of the two matrix products that a gate adds: out[r] = clamp(requantise(bias[r] + Σ_c (in[c] − zi) · w[r, c])) in Q3.12, with
/// weights quantised per tensor with zero point 0. The input's zero point is folded into the bias: bias[r] − zi · Σ_c w[r, c]. int8 has
/// 32-bit sums, which cannot overflow with fewer than 65,000 columns. int16 has 64-bit sums, requantised with 16-bit multipliers. With an
/// int16 vector the weights may also be constant int16, which the reference does not support; they are read in the model, two bytes each.
/// </summary>
internal sealed class GateProduct
{
    private readonly FilterBytes _weights;
    private readonly byte[] _wideWeights;
    private readonly int _wideStart;
    private readonly Tensor _bias;
    private readonly KernelMemory _memory;
    private readonly int _foldedBias;
    private readonly int _zeroPoint;
    private readonly int _rows;
    private readonly int _columns;
    private readonly int _multiplier;
    private readonly int _shift;
    private readonly bool _isFoldConstant;
    private readonly bool _isWide;

    /// <summary>Checks the product with a matrix of <paramref name="rows"/> by <paramref name="columns"/>.</summary>
    /// <param name="context">The node.</param>
    /// <param name="vector">The tensor whose rows are the vectors.</param>
    /// <param name="weights">The matrix.</param>
    /// <param name="bias">The bias, or null.</param>
    /// <param name="rows">Number of units.</param>
    /// <param name="columns">Length of a vector.</param>
    /// <param name="outputScale">Scale of the result.</param>
    internal GateProduct(
        PrepareContext context, Tensor vector, Tensor weights, Tensor bias, int rows, int columns, float outputScale)
    {
        bool isWide = vector.Type == TensorType.Int16;
        context.RequireType(weights, isWide ? TypeSet.Int8 | TypeSet.Int16 : TypeSet.Int8);
        context.RequireRank(weights, 2, 2);
        context.RequireDimension(weights, 0, rows);
        context.RequireDimension(weights, 1, columns);
        context.RequireQuantized(weights);
        context.RequireZeroPoint(weights, 0);
        if (bias != null)
        {
            context.RequireType(bias, isWide ? TypeSet.Int64 : TypeSet.Int32);
            context.RequireElementCount(bias, rows);
        }

        if (weights.Type == TensorType.Int16)
        {
            if (!weights.IsConstant)
            {
                throw context.Error(ErrorCode.ConstantRequired, weights, 1, 0);
            }

            _wideWeights = weights.ConstantBytes;
            _wideStart = weights.ConstantOffset;
        }
        else
        {
            _weights = new FilterBytes(context, weights);
        }

        _bias = bias;
        _rows = rows;
        _columns = columns;
        _zeroPoint = vector.ZeroPoint;
        _memory = context.Memory;
        _isWide = isWide;
        _foldedBias = context.Persistent(isWide ? TensorType.Int64 : TensorType.Int32, rows);
        _isFoldConstant = (_weights == null || !_weights.IsComputed) && (bias == null || bias.IsConstant);

        // The product of the scales is rounded to single precision, as in the reference.
        float scale = vector.Scale * weights.Scale;
        _multiplier = QuantizedMultiplier.FromReal((double)scale / outputScale, out _shift);
        if (isWide && _shift > 14)
        {
            // Requantisation of 64-bit sums shifts right by 15 − shift, and needs a bit to round.
            throw context.Error(ErrorCode.QuantizationUnsupported, weights, 14, _shift);
        }

        if (_isFoldConstant)
        {
            FoldBias();
        }
    }

    /// <summary>Reads weights and biases that other nodes compute. Call it at the start of Eval.</summary>
    internal void Refresh()
    {
        if (_weights != null && _weights.IsComputed)
        {
            _weights.Refresh();
        }

        if (!_isFoldConstant)
        {
            FoldBias();
        }
    }

    /// <summary>Multiplies an int8 vector. If <paramref name="isAdded"/>, the result is added to the target, with saturation.</summary>
    internal void Multiply(sbyte[] vector, int start, short[] target, int at, bool isAdded)
    {
        byte[] weights = _weights.Data;
        int[] bias = _memory.Int32;
        int firstBias = _foldedBias;
        int rows = _rows;
        int multiplier = _multiplier;
        int shift = _shift;
        int columns = _columns;
        int w = _weights.Offset;
        for (int r = 0; r < rows; r++)
        {
            int sum = bias[firstBias + r];
            int p = start;
            int end = start + columns;
            for (int end4 = end - 3; p < end4; p += 4, w += 4)
            {
                sum = sum + vector[p] * (sbyte)weights[w] + vector[p + 1] * (sbyte)weights[w + 1]
                    + vector[p + 2] * (sbyte)weights[w + 2] + vector[p + 3] * (sbyte)weights[w + 3];
            }

            for (; p < end; p++, w++)
            {
                sum += vector[p] * (sbyte)weights[w];
            }

            int value = FixedPoint.Multiply(sum, multiplier, shift);
            value = value < short.MinValue ? short.MinValue : value > short.MaxValue ? short.MaxValue : value;
            if (isAdded)
            {
                value += target[at];
                value = value < short.MinValue ? short.MinValue : value > short.MaxValue ? short.MaxValue : value;
            }

            target[at++] = (short)value;
        }
    }

    /// <summary>Multiplies an int16 vector. If <paramref name="isAdded"/>, the result is added to the target, with saturation.</summary>
    internal void Multiply(short[] vector, int start, short[] target, int at, bool isAdded)
    {
        bool isWide = _wideWeights != null;
        byte[] weights = isWide ? _wideWeights : _weights.Data;
        long[] bias = _memory.Int64;
        int firstBias = _foldedBias;
        int rows = _rows;
        int multiplier = _multiplier;
        int shift = _shift;
        int columns = _columns;
        int w = isWide ? _wideStart : _weights.Offset;
        for (int r = 0; r < rows; r++)
        {
            long sum = bias[firstBias + r];
            int p = start;
            int end = start + columns;
            if (isWide)
            {
                for (; p < end; p++, w += 2)
                {
                    sum += vector[p] * (weights[w] + ((sbyte)weights[w + 1] << 8));
                }
            }

            for (; p < end; p++, w++)
            {
                sum += vector[p] * (sbyte)weights[w];
            }

            int value = FixedPoint.Multiply(sum, multiplier, shift);
            value = value < short.MinValue ? short.MinValue : value > short.MaxValue ? short.MaxValue : value;
            if (isAdded)
            {
                value += target[at];
                value = value < short.MinValue ? short.MinValue : value > short.MaxValue ? short.MaxValue : value;
            }

            target[at++] = (short)value;
        }
    }

    private void FoldBias()
    {
        int step = _wideWeights == null ? 1 : 2;
        byte[] weights = _wideWeights == null ? _weights.Data : _wideWeights;
        int w = _wideWeights == null ? _weights.Offset : _wideStart;
        for (int r = 0; r < _rows; r++)
        {
            int sum = 0;
            for (int end = w + step * _columns; w < end; w += step)
            {
                sum += step == 1 ? (sbyte)weights[w] : weights[w] + ((sbyte)weights[w + 1] << 8);
            }

            long bias = _bias == null ? 0 : _bias.GetInteger(r);
            if (_isWide)
            {
                _memory.Int64[_foldedBias + r] = bias - (long)_zeroPoint * sum;
            }
            else
            {
                _memory.Int32[_foldedBias + r] = (int)(bias - (long)_zeroPoint * sum);
            }
        }
    }
}
