// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// EMBEDDING_LOOKUP. out[n, i] = values[lookup[n], i]. For int8 values and a float32 output the result is multiplied by the values'
/// scale.
/// A constant int8 table stays in the model's bytes.
/// </summary>
/// <supports>
/// values of any type as they are, or int8 with zero point 0 to float32; int32 lookup, checked at run time where it is not constant
/// </supports>
public sealed class EmbeddingLookup : DataKernel
{
    private Tensor _lookup;
    private Tensor _values;
    private Tensor _output;
    private bool _isReadInPlace;
    private int _inner;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(2, 2);
        context.RequireOutputs(1);
        Locate(context);
        _lookup = context.Input(0);
        _values = context.RawInput(1);
        _output = context.Output(0);
        context.RequireType(_lookup, TypeSet.Int32);
        context.RequireRank(_lookup, 1, 1);
        context.RequireRank(_values, 2, int.MaxValue);
        RequireShapeExcept(context, _output, _values, 0);
        context.RequireDimension(_output, 0, _lookup.Shape[0]);
        if (_values.Type == TensorType.Int8 && _output.Type == TensorType.Float32)
        {
            context.RequireQuantized(_values);
            context.RequireZeroPoint(_values, 0);
        }
        else
        {
            context.RequireSameType(_output, _values);
            _isReadInPlace = BlockCopy.IsReadInPlace(_values, _output);
            if (!_isReadInPlace)
            {
                context.Input(1);
            }
        }

        _inner = Step(_values, 0);
        for (int n = 0; _lookup.IsConstant && n < _lookup.ElementCount; n++)
        {
            int index = _lookup.GetInt32(n);
            if (index < 0 || index >= _values.Shape[0])
            {
                throw context.Error(ErrorCode.ConstantInvalid, _lookup, _values.Shape[0], index);
            }
        }
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        int[] lookup = _lookup.Int32;
        int rows = _values.Shape[0];
        int to = _output.Offset;
        for (int n = 0; n < _lookup.ElementCount; n++)
        {
            int index = lookup[_lookup.Offset + n];
            if (index < 0 || index >= rows)
            {
                throw RunTimeError(ErrorCode.IndexOutOfRange, _lookup, rows, index);
            }

            if (_isReadInPlace)
            {
                BlockCopy.CopyConstant(_values, index * _inner, _output.Int8, to, to + _inner);
            }
            else if (_values.Type == _output.Type)
            {
                Array.Copy(_values.Data, _values.Offset + index * _inner, _output.Data, to, _inner);
            }
            else
            {
                Dequantize(index * _inner, to, to + _inner);
            }

            to += _inner;
        }
    }

    private void Dequantize(int from, int to, int end)
    {
        float[] output = _output.Float32;
        float scale = _values.Scale;
        sbyte[] values = _values.Int8;
        if (values != null)
        {
            for (from += _values.Offset; to < end; to++)
            {
                output[to] = values[from++] * scale;
            }

            return;
        }

        byte[] bytes = _values.ConstantBytes;
        for (from += _values.ConstantOffset; to < end; to++)
        {
            output[to] = (sbyte)bytes[from++] * scale;
        }
    }
}

/// <content>Registers <see cref="EmbeddingLookup"/>.</content>
public static partial class DataKernels
{
    /// <summary>Adds EMBEDDING_LOOKUP for values of every type.</summary>
    public static OpResolver AddEmbeddingLookup(this OpResolver resolver)
    {
        return resolver.Add(
            new OpRegistration(BuiltinOperator.EmbeddingLookup, null, TypeSet.Any, 1, 5, static () => new EmbeddingLookup()));
    }
}
