// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// EQUAL, NOT_EQUAL, GREATER, GREATER_EQUAL, LESS, LESS_EQUAL. out[i] = a[i] ∘ b[i] as a bool. NaN equals nothing, and is neither greater
/// nor less than anything.
/// </summary>
/// <supports>float32 to bool; broadcasting</supports>
public sealed class ComparisonFloat : Kernel
{
    private readonly BuiltinOperator _code;
    private Tensor _first;
    private Tensor _second;
    private Tensor _output;
    private FloatBroadcast _broadcast;

    /// <summary>Creates the comparison of an operator.</summary>
    public ComparisonFloat(BuiltinOperator code)
    {
        _code = code;
    }

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(2, 2);
        context.RequireOutputs(1);

        // a < b is b > a.
        int first = _code == BuiltinOperator.Less || _code == BuiltinOperator.LessEqual ? 1 : 0;
        _first = context.Input(first);
        _second = context.Input(1 - first);
        _output = context.Output(0);
        context.RequireType(_first, TypeSet.Float32);
        context.RequireSameType(_second, _first);
        context.RequireType(_output, TypeSet.Bool);
        _broadcast = new FloatBroadcast(context, _output, new Tensor[] { _first, _second }, 0);
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        float[] a = _first.Float32;
        float[] b = _second.Float32;
        sbyte[] output = _output.Int8;
        int pStep = _broadcast.Step(0);
        int qStep = _broadcast.Step(1);
        int to = _output.Offset;
        do
        {
            int p = _first.Offset + _broadcast.Offset(0);
            int q = _second.Offset + _broadcast.Offset(1);
            int end = to + _broadcast.Run;
            switch (_code)
            {
                case BuiltinOperator.Greater:
                case BuiltinOperator.Less:
                    for (; to < end; to++)
                    {
                        output[to] = a[p] > b[q] ? (sbyte)1 : (sbyte)0;
                        p += pStep;
                        q += qStep;
                    }

                    break;
                case BuiltinOperator.GreaterEqual:
                case BuiltinOperator.LessEqual:
                    for (; to < end; to++)
                    {
                        output[to] = a[p] >= b[q] ? (sbyte)1 : (sbyte)0;
                        p += pStep;
                        q += qStep;
                    }

                    break;
                default:
                    sbyte same = _code == BuiltinOperator.Equal ? (sbyte)1 : (sbyte)0;
                    sbyte different = (sbyte)(1 - same);
                    for (; to < end; to++)
                    {
                        output[to] = a[p] == b[q] ? same : different;
                        p += pStep;
                        q += qStep;
                    }

                    break;
            }
        }
        while (_broadcast.Next());
    }
}

/// <content>Registers <see cref="ComparisonFloat"/>.</content>
public static partial class FloatKernels
{
    /// <summary>Adds EQUAL for float32.</summary>
    public static OpResolver AddEqualFloat(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Equal, TypeSet.Float32, 5, static () => new ComparisonFloat(BuiltinOperator.Equal));
    }

    /// <summary>Adds NOT_EQUAL for float32.</summary>
    public static OpResolver AddNotEqualFloat(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.NotEqual, TypeSet.Float32, 4, static () => new ComparisonFloat(BuiltinOperator.NotEqual));
    }

    /// <summary>Adds GREATER for float32.</summary>
    public static OpResolver AddGreaterFloat(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Greater, TypeSet.Float32, 3, static () => new ComparisonFloat(BuiltinOperator.Greater));
    }

    /// <summary>Adds GREATER_EQUAL for float32.</summary>
    public static OpResolver AddGreaterEqualFloat(this OpResolver resolver)
    {
        return resolver.Add(
            BuiltinOperator.GreaterEqual, TypeSet.Float32, 4, static () => new ComparisonFloat(BuiltinOperator.GreaterEqual));
    }

    /// <summary>Adds LESS for float32.</summary>
    public static OpResolver AddLessFloat(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Less, TypeSet.Float32, 4, static () => new ComparisonFloat(BuiltinOperator.Less));
    }

    /// <summary>Adds LESS_EQUAL for float32.</summary>
    public static OpResolver AddLessEqualFloat(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.LessEqual, TypeSet.Float32, 3, static () => new ComparisonFloat(BuiltinOperator.LessEqual));
    }
}
