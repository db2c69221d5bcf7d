// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Schema;

/// <summary>Verifies buffers and tensors: the bounds of external data, types, shapes, sizes of constants, and quantisation.</summary>
internal sealed class TensorVerifier
{
    /// <summary>The highest number of dimensions of a tensor.</summary>
    internal const int MaxRank = 8;

    private readonly ModelView _model;
    private readonly SubgraphView _subgraph;
    private readonly TensorView _tensor;
    private readonly QuantizationView _quantization;
    private readonly BufferView _buffer;
    private int _subgraphIndex = ModelException.Nowhere;
    private int _tensorIndex = ModelException.Nowhere;

    internal TensorVerifier(ModelView model)
    {
        _model = model;
        _subgraph = new SubgraphView(model.Reader);
        _tensor = new TensorView(model.Reader);
        _quantization = new QuantizationView(model.Reader);
        _buffer = new BufferView(model.Reader);
    }

    /// <summary>Verifies the schema version, all buffers and all tensors.</summary>
    internal void Verify()
    {
        if (_model.Version != 3)
        {
            throw Failure(ErrorCode.VersionUnsupported, 3, _model.Version);
        }

        if (_model.SubgraphCount == 0)
        {
            throw Failure(ErrorCode.SubgraphMissing, 1, 0);
        }

        VerifyBuffers();
        for (int s = 0; s < _model.SubgraphCount; s++)
        {
            _subgraphIndex = s;
            _tensorIndex = ModelException.Nowhere;
            _model.Subgraph(s, _subgraph);
            if (_model.Reader.Field(_subgraph.Position, SubgraphView.TensorsField) == 0)
            {
                throw Failure(ErrorCode.RequiredFieldMissing, SubgraphView.TensorsField, 0);
            }

            for (int t = 0; t < _subgraph.TensorCount; t++)
            {
                _tensorIndex = t;
                _subgraph.Tensor(t, _tensor);
                VerifyTensor();
            }
        }
    }

    private void VerifyBuffers()
    {
        for (int b = 0; b < _model.BufferCount; b++)
        {
            _model.Buffer(b, _buffer);
            if (_buffer.IsOutside)
            {
                FlatBufferReader reader = _model.Reader;
                RequireInside(
                    reader,
                    reader.Int64Field(_buffer.Position, BufferView.OffsetField, 0),
                    reader.Int64Field(_buffer.Position, BufferView.SizeField, 0),
                    ModelException.Nowhere,
                    ModelException.Nowhere);
            }
        }
    }

    /// <summary>
    /// Requires that bytes behind the FlatBuffer lie inside the model. The caller knows that their offset is positive.
    /// </summary>
    internal static void RequireInside(FlatBufferReader reader, long offset, long size, int subgraph, int node)
    {
        long length = reader.Data.Length;
        if (offset > length || size < 0 || size > length - offset)
        {
            throw new ModelException(ErrorCode.ExternalDataOutOfBounds, subgraph, node, ModelException.Nowhere, length - offset, size);
        }
    }

    private void VerifyTensor()
    {
        if ((int)_tensor.Type > TensorTypes.Last)
        {
            throw Failure(ErrorCode.TensorTypeUnknown, TensorTypes.Last, (int)_tensor.Type);
        }

        if (_tensor.Sparsity != 0)
        {
            throw Failure(ErrorCode.SparsityUnsupported, 0, 1);
        }

        long elements = VerifyShape();
        VerifyConstant(elements);
        if (_tensor.Quantization != 0)
        {
            _quantization.MoveTo(_tensor.Quantization);
            VerifyQuantization();
        }
    }

    /// <summary>Verifies the shape; returns the number of elements.</summary>
    private long VerifyShape()
    {
        if (_tensor.Rank > MaxRank)
        {
            throw Failure(ErrorCode.RankTooHigh, MaxRank, _tensor.Rank);
        }

        long elements = 1;
        for (int d = 0; d < _tensor.Rank; d++)
        {
            int dimension = _tensor.Dimension(d);
            if (dimension <= 0 && !_tensor.IsEmptyList)
            {
                throw Failure(ErrorCode.DimensionNotPositive, 1, dimension);
            }

            elements *= dimension;
            if (elements * 16 > int.MaxValue)
            {
                throw Failure(ErrorCode.ShapeOverflow, int.MaxValue / 16, elements);
            }
        }

        return elements;
    }

    private void VerifyConstant(long elements)
    {
        int index = _tensor.Buffer;
        if (index < 0 || index >= _model.BufferCount)
        {
            // A model without buffers has no constants, and its tensors refer to buffer 0 by default.
            if (index == 0)
            {
                return;
            }

            throw Failure(ErrorCode.BufferIndexOutOfRange, _model.BufferCount, index);
        }

        _model.Buffer(index, _buffer);
        int length = _buffer.DataLength;
        if (length == 0 || _tensor.Type == TensorType.String)
        {
            return;
        }

        if (_tensor.IsVariable)
        {
            throw Failure(ErrorCode.VariableHasData, 0, length);
        }

        long needed = TensorTypes.ByteCount(_tensor.Type, elements);
        if (length != needed)
        {
            throw Failure(ErrorCode.ConstantSizeMismatch, needed, length);
        }
    }

    private void VerifyQuantization()
    {
        int scales = _quantization.ScaleCount;
        int zeroPoints = _quantization.ZeroPointCount;
        if (scales == 0)
        {
            return;
        }

        for (int i = 0; i < scales; i++)
        {
            // Infinity and NaN have the largest exponent. A comparison of the bits rejects both; a float comparison would let NaN
            // pass.
            int bits = _model.Reader.ReadInt32(_quantization.ScaleVector + 4 + 4 * i);
            if (bits <= 0 || bits >= 0x7F800000)
            {
                throw Failure(ErrorCode.ScaleInvalid, i, bits);
            }
        }

        for (int i = 0; i < zeroPoints; i++)
        {
            long zeroPoint = _quantization.ZeroPoint(i);
            if (zeroPoint < TensorTypes.MinZeroPoint(_tensor.Type) || zeroPoint > TensorTypes.MaxZeroPoint(_tensor.Type))
            {
                throw Failure(ErrorCode.ZeroPointOutOfRange, TensorTypes.MaxZeroPoint(_tensor.Type), zeroPoint);
            }
        }

        if (scales > 1)
        {
            // Old converters copied the filter's quantised dimension to the bias, which has only one dimension.
            int dimension = _tensor.Rank == 1 ? 0 : _quantization.QuantizedDimension;
            if (dimension < 0 || dimension >= _tensor.Rank)
            {
                throw Failure(ErrorCode.QuantizedDimensionOutOfRange, _tensor.Rank, dimension);
            }

            if (scales != _tensor.Dimension(dimension))
            {
                throw Failure(ErrorCode.ChannelCountMismatch, _tensor.Dimension(dimension), scales);
            }
        }

        if (zeroPoints > 1 && zeroPoints != scales)
        {
            throw Failure(ErrorCode.ChannelCountMismatch, scales, zeroPoints);
        }
    }

    private ModelException Failure(ErrorCode code, long expected, long found)
    {
        return new ModelException(code, _subgraphIndex, ModelException.Nowhere, _tensorIndex, expected, found);
    }
}
