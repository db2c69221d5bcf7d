// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// RANGE. out[i] = start + i · delta, as long as it is below limit, or above it for a negative delta. float32 adds delta repeatedly. The
/// output's size is fixed, so inputs that give another number of elements are an error.
/// </summary>
/// <supports>int32, int64, float32; start, limit and delta must give the output's size</supports>
public sealed class Range : DataKernel
{
    private Tensor _start;
    private Tensor _limit;
    private Tensor _delta;
    private Tensor _output;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(3, 3);
        context.RequireOutputs(1);
        Locate(context);
        _start = Scalar(context, 0);
        _limit = Scalar(context, 1);
        _delta = Scalar(context, 2);
        _output = context.Output(0);
        context.RequireSameType(_output, _start);
        context.RequireRank(_output, 1, 1);
        if (_start.IsConstant && _limit.IsConstant && _delta.IsConstant)
        {
            RequireCount(ErrorCode.ConstantInvalid, ErrorCode.ShapeMismatch);
        }
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        RequireCount(ErrorCode.ValueOutOfRange, ErrorCode.ValueOutOfRange);
        int count = _output.ElementCount;
        if (_output.Float32 != null)
        {
            float[] output = _output.Float32;
            int offset = _output.Offset;
            float value = _start.GetReal(0);
            float delta = _delta.GetReal(0);
            for (int i = 0; i < count; i++)
            {
                output[offset + i] = value;
                value += delta;
            }

            return;
        }

        long next = _start.GetInteger(0);
        long step = _delta.GetInteger(0);
        for (int i = 0; i < count; i++)
        {
            _output.SetInteger(i, next);
            next += step;
        }
    }

    private static Tensor Scalar(PrepareContext context, int input)
    {
        Tensor tensor = context.Input(input);
        context.RequireElementCount(tensor, 1);
        if (input > 0)
        {
            context.RequireSameType(tensor, context.Input(0));
        }

        return tensor;
    }

    private void RequireCount(ErrorCode wrongValue, ErrorCode wrongSize)
    {
        long count;
        if (_start.Type == TensorType.Float32)
        {
            float delta = _delta.GetReal(0);
            if (delta == 0f)
            {
                throw RunTimeError(wrongValue, _delta, 1, 0);
            }

            float exact = (_limit.GetReal(0) - _start.GetReal(0)) / delta;
            count = exact >= 0f && exact < 2e9f ? (long)exact : -1;
            count += count >= 0 && count < exact ? 1 : 0;
        }
        else
        {
            long delta = _delta.GetInteger(0);
            long start = _start.GetInteger(0);
            long limit = _limit.GetInteger(0);
            long span = limit - start;
            if (delta == 0)
            {
                throw RunTimeError(wrongValue, _delta, 1, 0);
            }

            if (((limit ^ start) & (limit ^ span)) < 0)
            {
                // The difference has the wrong sign: it does not fit 64 bits.
                throw RunTimeError(wrongValue, _limit, start, limit);
            }

            // Rounds up without overflow: adding before dividing could overflow, and so could dividing -2^63 by -1.
            count = delta == -1 ? -span : span / delta;
            count = span != 0 && (span < 0) != (delta < 0) ? -1 : count * delta == span ? count : count + 1;
        }

        if (count != _output.ElementCount)
        {
            throw RunTimeError(count < 0 ? wrongValue : wrongSize, _output, count, _output.ElementCount);
        }
    }
}

/// <content>Registers <see cref="Range"/>.</content>
public static partial class DataKernels
{
    /// <summary>Adds RANGE for int32, int64 and float32.</summary>
    public static OpResolver AddRange(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Range, TypeSet.Int32 | TypeSet.Int64 | TypeSet.Float32, 3, static () => new Range());
    }
}
