// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// PAD and PADV2. out[before + i] = in[i], and the pad value elsewhere. The pad value is PADV2's third input. Without one it is
/// real 0,
/// which for int8 and uint8 is the output's zero point.
/// </summary>
/// <supports>any type; paddings are constant; an 8-bit pad value has the output's quantisation</supports>
public sealed class Pad : DataKernel
{
    private Tensor _input;
    private Tensor _output;
    private Tensor _value;
    private StridedCopy _copy;
    private int _zero;
    private bool _hasBorder;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(2, 3);
        context.RequireOutputs(1);
        _input = context.Input(0);
        _output = context.Output(0);
        _value = context.OptionalInput(2);
        context.RequireSameType(_output, _input);
        int rank = _input.Rank;
        context.RequireRank(_output, rank, rank);
        bool isByte = _input.Type == TensorType.Int8 || _input.Type == TensorType.UInt8;
        _zero = isByte ? _output.ZeroPoint : 0;
        if (_value != null)
        {
            context.RequireSameType(_value, _input);
            context.RequireElementCount(_value, 1);
            if (isByte)
            {
                context.RequireSameQuantization(_value, _output);
            }
        }

        Tensor paddings = context.ConstantInput(1);
        context.RequireType(paddings, TypeSet.Int32 | TypeSet.Int64);
        context.RequireElementCount(paddings, 2 * rank);
        _copy = new StridedCopy(context, rank);
        int start = 0;
        for (int d = 0; d < rank; d++)
        {
            start += RequirePadding(context, paddings, 2 * d) * Step(_output, d);
            RequirePadding(context, paddings, 2 * d + 1);
            long size = (long)_input.Shape[d] + paddings.GetInt32(2 * d) + paddings.GetInt32(2 * d + 1);
            if (size != _output.Shape[d])
            {
                throw context.Error(ErrorCode.ShapeMismatch, _output, size, _output.Shape[d]);
            }
        }

        _copy.Begin(0, start);
        for (int d = 0; d < rank; d++)
        {
            _copy.Add(_input.Shape[d], Step(_input, d), Step(_output, d));
        }

        _copy.End();
        _hasBorder = _output.ElementCount != _input.ElementCount;
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        // Filling the inside as well takes a few native copies; filling only the border would take many.
        if (_hasBorder)
        {
            if (_value != null)
            {
                BlockCopy.Fill(_output, _value);
            }
            else
            {
                BlockCopy.Fill(_output, _zero);
            }
        }

        _copy.Run(_input, _output);
    }

    private static int RequirePadding(PrepareContext context, Tensor paddings, int index)
    {
        int padding = paddings.GetInt32(index);
        if (padding < 0)
        {
            throw context.Error(ErrorCode.ConstantInvalid, paddings, 0, padding);
        }

        return padding;
    }
}

/// <content>Registers <see cref="Pad"/>.</content>
public static partial class DataKernels
{
    /// <summary>Adds PAD for every type.</summary>
    public static OpResolver AddPad(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Pad, TypeSet.Any, 5, static () => new Pad());
    }

    /// <summary>Adds PADV2 for every type.</summary>
    public static OpResolver AddPadV2(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.PadV2, TypeSet.Any, 5, static () => new Pad());
    }
}
