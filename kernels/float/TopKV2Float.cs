// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// TOPK_V2. values[r, j], indices[r, j] = the j-th greatest element of row r and its index. Of equal elements the earlier one comes first.
/// The reference has no float32 kernel for it.
/// </summary>
/// <supports>float32, along the last dimension; constant k, int32 indices</supports>
public sealed class TopKV2Float : Kernel
{
    private Tensor _input;
    private Tensor _values;
    private Tensor _indices;
    private int _count;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(2, 2);
        context.RequireOutputs(2);
        _input = context.Input(0);
        Tensor k = context.ConstantInput(1);
        _values = context.Output(0);
        _indices = context.Output(1);
        context.RequireType(_input, TypeSet.Float32);
        context.RequireType(k, TypeSet.Int32);
        context.RequireElementCount(k, 1);
        context.RequireSameType(_values, _input);
        context.RequireType(_indices, TypeSet.Int32);
        context.RequireRank(_input, 1, 8);
        context.RequireRank(_values, _input.Rank, _input.Rank);
        context.RequireSameShape(_indices, _values);
        int last = _input.Rank - 1;
        _count = k.GetInt32(0);
        if (_count < 1 || _count > _input.Shape[last])
        {
            throw context.Error(ErrorCode.ConstantInvalid, k, _input.Shape[last], _count);
        }

        for (int d = 0; d <= last; d++)
        {
            context.RequireDimension(_values, d, d == last ? _count : _input.Shape[d]);
        }
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        float[] input = _input.Float32;
        float[] values = _values.Float32;
        int[] indices = _indices.Int32;
        int depth = _input.Shape[_input.Rank - 1];
        int count = _count;
        int toIndices = _indices.Offset - _values.Offset;
        int first = _values.Offset;
        int row = _input.Offset;
        for (int rowsEnd = row + _input.ElementCount; row < rowsEnd; row += depth)
        {
            // The best elements so far are sorted. A new one moves up past those that are less.
            int held = 0;
            for (int i = 0; i < depth; i++)
            {
                float x = input[row + i];
                int place = first + held;
                if (held == count)
                {
                    if (!(x > values[place - 1]))
                    {
                        continue;
                    }

                    place--;
                }
                else
                {
                    held++;
                }

                for (; place > first && x > values[place - 1]; place--)
                {
                    values[place] = values[place - 1];
                    indices[place + toIndices] = indices[place - 1 + toIndices];
                }

                values[place] = x;
                indices[place + toIndices] = i;
            }

            first += count;
        }
    }
}

/// <content>Registers <see cref="TopKV2Float"/>.</content>
public static partial class FloatKernels
{
    /// <summary>Adds TOPK_V2 for float32.</summary>
    public static OpResolver AddTopKV2Float(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.TopKV2, TypeSet.Float32, 4, static () => new TopKV2Float());
    }
}
