// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>SELECT_V2. out[i] = condition[i] ? a[i] : b[i].</summary>
/// <supports>float32 by a bool condition; broadcasting</supports>
public sealed class SelectV2Float : Kernel
{
    private Tensor _condition;
    private Tensor _first;
    private Tensor _second;
    private Tensor _output;
    private FloatBroadcast _broadcast;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(3, 3);
        context.RequireOutputs(1);
        _condition = context.Input(0);
        _first = context.Input(1);
        _second = context.Input(2);
        _output = context.Output(0);
        context.RequireType(_condition, TypeSet.Bool);
        context.RequireType(_first, TypeSet.Float32);
        context.RequireSameType(_second, _first);
        context.RequireSameType(_output, _first);
        _broadcast = new FloatBroadcast(context, _output, new Tensor[] { _condition, _first, _second }, 0);
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        sbyte[] condition = _condition.Int8;
        float[] first = _first.Float32;
        float[] second = _second.Float32;
        float[] output = _output.Float32;
        int cStep = _broadcast.Step(0);
        int pStep = _broadcast.Step(1);
        int qStep = _broadcast.Step(2);
        int to = _output.Offset;
        do
        {
            int c = _condition.Offset + _broadcast.Offset(0);
            int p = _first.Offset + _broadcast.Offset(1);
            int q = _second.Offset + _broadcast.Offset(2);
            for (int end = to + _broadcast.Run; to < end; to++)
            {
                output[to] = condition[c] != 0 ? first[p] : second[q];
                c += cStep;
                p += pStep;
                q += qStep;
            }
        }
        while (_broadcast.Next());
    }
}

/// <content>Registers <see cref="SelectV2Float"/>.</content>
public static partial class FloatKernels
{
    /// <summary>Adds SELECT_V2 for float32.</summary>
    public static OpResolver AddSelectV2Float(this OpResolver resolver)
    {
        return resolver.Add(
            new OpRegistration(BuiltinOperator.SelectV2, null, TypeSet.Float32, 1, 3, static () => new SelectV2Float()));
    }
}
