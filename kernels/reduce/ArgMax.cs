// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// ARG_MAX and ARG_MIN. out[o, i] = the first a with in[o, a, i] = max_b in[o, b, i], or min, where a runs along the axis. Stored values
/// have the order of the real ones, so scales and zero points play no part.
/// </summary>
/// <supports>int8 and int16; constant axis; output int32 or int64</supports>
public sealed class ArgMax : Kernel
{
    private readonly int _flip;
    private Tensor _input;
    private Tensor _output;
    private int _outer;
    private int _size;
    private int _inner;

    /// <summary>Creates ARG_MAX or ARG_MIN. The minimum is the maximum of the inverted bits.</summary>
    public ArgMax(bool isMin)
    {
        _flip = isMin ? -1 : 0;
    }

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(2, 2);
        context.RequireOutputs(1);
        _input = context.Input(0);
        _output = context.Output(0);
        context.RequireType(_output, TypeSet.Int32 | TypeSet.Int64);
        context.RequireRank(_input, 1, 8);
        int declared = _flip != 0
            ? context.Options(BuiltinOptionsType.ArgMin).SByte(ArgMinOptions.OutputType)
            : context.Options(BuiltinOptionsType.ArgMax).SByte(ArgMaxOptions.OutputType);
        if (declared != (int)TensorType.Float32 && declared != (int)_output.Type)
        {
            throw context.Error(ErrorCode.TypeMismatch, _output, declared, (int)_output.Type);
        }

        Tensor axes = context.ConstantInput(1);
        context.RequireType(axes, TypeSet.Int32 | TypeSet.Int64);
        context.RequireElementCount(axes, 1);
        int rank = _input.Rank;
        int axis = axes.GetInt32(0);
        if (axis < -rank || axis >= rank)
        {
            throw context.Error(ErrorCode.ConstantInvalid, axes, rank, axis);
        }

        axis = axis < 0 ? axis + rank : axis;
        if (rank > 1 || _output.ElementCount != 1)
        {
            context.RequireRank(_output, rank - 1, rank - 1);
        }

        for (int d = 0; d < rank - 1; d++)
        {
            context.RequireDimension(_output, d, _input.Shape[d < axis ? d : d + 1]);
        }

        _outer = _input.CountOf(0, axis);
        _size = _input.Shape[axis];
        if (_size == 0)
        {
            throw context.Error(ErrorCode.ShapeMismatch, _input, 1, 0);
        }

        _inner = _input.CountOf(axis + 1, rank);
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        sbyte[] bytes = _input.Int8;
        short[] shorts = _input.Int16;
        int[] output = _output.Int32;
        long[] wideOutput = _output.Int64;
        int size = _size;
        int inner = _inner;
        int flip = _flip;
        int at = _output.Offset;
        int start = _input.Offset;
        for (int o = 0; o < _outer; o++)
        {
            for (int i = 0; i < inner; i++)
            {
                int max = int.MinValue;
                int place = 0;
                int p = start + i;
                if (bytes != null)
                {
                    for (int a = 0; a < size; a++)
                    {
                        int value = bytes[p] ^ flip;
                        if (value > max)
                        {
                            max = value;
                            place = a;
                        }

                        p += inner;
                    }
                }
                else
                {
                    for (int a = 0; a < size; a++)
                    {
                        int value = shorts[p] ^ flip;
                        if (value > max)
                        {
                            max = value;
                            place = a;
                        }

                        p += inner;
                    }
                }

                if (output != null)
                {
                    output[at++] = place;
                }
                else
                {
                    wideOutput[at++] = place;
                }
            }

            start += size * inner;
        }
    }
}

/// <content>ARG_MAX and ARG_MIN.</content>
public static partial class ReduceKernels
{
    /// <summary>ARG_MAX for int8 and int16.</summary>
    public static OpResolver AddArgMax(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.ArgMax, TypeSet.Int8 | TypeSet.Int16, 3, static () => new ArgMax(false));
    }

    /// <summary>ARG_MIN for int8 and int16.</summary>
    public static OpResolver AddArgMin(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.ArgMin, TypeSet.Int8 | TypeSet.Int16, 3, static () => new ArgMax(true));
    }
}
