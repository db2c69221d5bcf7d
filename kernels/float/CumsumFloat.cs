// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// CUMSUM. out[outer, k, inner] = Σ_{j ≤ k} in[outer, j, inner], with j &lt; k if exclusive, and from the end of the axis if reverse.
/// </summary>
/// <supports>float32; any constant axis, exclusive, reverse</supports>
public sealed class CumsumFloat : Kernel
{
    private Tensor _input;
    private Tensor _output;
    private int _size;
    private int _inner;
    private bool _isExclusive;
    private bool _isReverse;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(2, 2);
        context.RequireOutputs(1);
        _input = context.Input(0);
        _output = context.Output(0);
        context.RequireType(_input, TypeSet.Float32);
        context.RequireSameType(_output, _input);
        context.RequireSameShape(_output, _input);
        int axis = FloatAxes.Single(context, 1, _input);
        _size = _input.Shape[axis];
        _inner = _input.CountOf(axis + 1, _input.Rank);
        OptionsView options = context.Options(BuiltinOptionsType.Cumsum);
        _isExclusive = options.Bool(CumsumOptions.Exclusive);
        _isReverse = options.Bool(CumsumOptions.Reverse);
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        float[] input = _input.Float32;
        float[] output = _output.Float32;
        int inner = _inner;
        int reach = _size * inner;
        int step = _isReverse ? -inner : inner;
        int start = _isReverse ? reach - inner : 0;
        bool isExclusive = _isExclusive;
        int toInput = _input.Offset - _output.Offset;
        int row = _output.Offset;
        for (int rowsEnd = row + _output.ElementCount; row < rowsEnd; row += reach)
        {
            for (int i = 0; i < inner; i++)
            {
                float sum = 0f;
                int at = row + start + i;
                for (int k = _size; k > 0; k--)
                {
                    if (isExclusive)
                    {
                        output[at] = sum;
                        sum += input[at + toInput];
                    }
                    else
                    {
                        sum += input[at + toInput];
                        output[at] = sum;
                    }

                    at += step;
                }
            }
        }
    }
}

/// <content>Registers <see cref="CumsumFloat"/>.</content>
public static partial class FloatKernels
{
    /// <summary>Adds CUMSUM for float32.</summary>
    public static OpResolver AddCumsumFloat(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Cumsum, TypeSet.Float32, 2, static () => new CumsumFloat());
    }
}
