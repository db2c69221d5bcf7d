// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// TOPK_V2. The k largest elements of each row along the last dimension, in descending order, and their indices. Of equal elements the
/// earlier one comes first. Stored values have the order of the real ones and are copied.
/// </summary>
/// <remarks>Each element is inserted into the output, which is always sorted. One comparison rejects most elements.</remarks>
/// <supports>int8 and int16, input and output quantised alike; constant int32 k; places int32</supports>
public sealed class TopKV2 : Kernel
{
    private Tensor _input;
    private Tensor _values;
    private Tensor _places;
    private int _k;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(2, 2);
        context.RequireOutputs(2);
        _input = context.Input(0);
        _values = context.Output(0);
        _places = context.Output(1);
        context.RequireSameType(_values, _input);
        context.RequireType(_places, TypeSet.Int32);
        context.RequireRank(_input, 1, 8);
        context.RequireSameQuantization(_values, _input);
        Tensor k = context.ConstantInput(1);
        context.RequireType(k, TypeSet.Int32);
        context.RequireElementCount(k, 1);
        _k = k.GetInt32(0);
        int last = _input.Rank - 1;
        if (_k < 1 || _k > _input.Shape[last])
        {
            throw context.Error(ErrorCode.ConstantInvalid, k, _input.Shape[last], _k);
        }

        context.RequireRank(_values, _input.Rank, _input.Rank);
        for (int d = 0; d < last; d++)
        {
            context.RequireDimension(_values, d, _input.Shape[d]);
        }

        context.RequireDimension(_values, last, _k);
        context.RequireSameShape(_places, _values);
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        sbyte[] input8 = _input.Int8;
        short[] input16 = _input.Int16;
        sbyte[] values8 = _values.Int8;
        short[] values16 = _values.Int16;
        int[] places = _places.Int32;
        int size = _input.Shape[_input.Rank - 1];
        int k = _k;
        int rows = _input.ElementCount / size;
        for (int row = 0; row < rows; row++)
        {
            int start = _input.Offset + row * size;
            int first = _values.Offset + row * k;
            int toPlace = _places.Offset + row * k - first;
            for (int i = 0; i < size; i++)
            {
                int value = input8 != null ? input8[start + i] : input16[start + i];
                int at = first + (i < k ? i : k);
                while (at > first && value > (input8 != null ? values8[at - 1] : values16[at - 1]))
                {
                    at--;
                    if (at + 1 < first + k)
                    {
                        if (input8 != null)
                        {
                            values8[at + 1] = values8[at];
                        }
                        else
                        {
                            values16[at + 1] = values16[at];
                        }

                        places[toPlace + at + 1] = places[toPlace + at];
                    }
                }

                if (at < first + k)
                {
                    if (input8 != null)
                    {
                        values8[at] = (sbyte)value;
                    }
                    else
                    {
                        values16[at] = (short)value;
                    }

                    places[toPlace + at] = i;
                }
            }
        }
    }
}

/// <content>TOPK_V2.</content>
public static partial class ReduceKernels
{
    /// <summary>TOPK_V2 for int8 and int16.</summary>
    public static OpResolver AddTopKV2(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.TopKV2, TypeSet.Int8 | TypeSet.Int16, 3, static () => new TopKV2());
    }
}
