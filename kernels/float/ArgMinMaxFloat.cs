// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// ARG_MAX, ARG_MIN. out[outer, inner] = the lowest k whose in[outer, k, inner] is the maximum, or minimum, along the axis.
/// </summary>
/// <supports>float32 to int32; any constant axis</supports>
public sealed class ArgMinMaxFloat : Kernel
{
    private readonly bool _isMax;
    private Tensor _input;
    private Tensor _output;
    private int _size;
    private int _inner;

    /// <summary>Creates ARG_MAX or ARG_MIN.</summary>
    public ArgMinMaxFloat(bool isMax)
    {
        _isMax = isMax;
    }

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(2, 2);
        context.RequireOutputs(1);
        _input = context.Input(0);
        _output = context.Output(0);
        context.RequireType(_input, TypeSet.Float32);
        context.RequireType(_output, TypeSet.Int32);
        int axis = FloatAxes.Single(context, 1, _input);
        _size = _input.Shape[axis];
        if (_size == 0)
        {
            throw context.Error(ErrorCode.ShapeMismatch, _input, 1, 0);
        }

        _inner = _input.CountOf(axis + 1, _input.Rank);
        context.RequireElementCount(_output, _input.ElementCount / _size);
        for (int d = 0; d < _input.Rank; d++)
        {
            int place = d < axis ? d : d - 1;
            if (d != axis && (place >= _output.Rank || _output.Shape[place] != _input.Shape[d]))
            {
                throw context.Error(ErrorCode.ShapeMismatch, _output, _input.Shape[d], place < _output.Rank ? _output.Shape[place] : 0);
            }
        }
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        float[] input = _input.Float32;
        int[] output = _output.Int32;
        int size = _size;
        int inner = _inner;
        bool isMax = _isMax;
        int to = _output.Offset;
        int row = _input.Offset;
        for (int rowsEnd = row + _input.ElementCount; row < rowsEnd; row += size * inner)
        {
            for (int i = 0; i < inner; i++)
            {
                int at = row + i;
                int best = 0;
                float extreme = input[at];
                for (int k = 1; k < size; k++)
                {
                    at += inner;
                    float x = input[at];
                    if (isMax ? x > extreme : x < extreme)
                    {
                        extreme = x;
                        best = k;
                    }
                }

                output[to++] = best;
            }
        }
    }
}

/// <content>Registers <see cref="ArgMinMaxFloat"/>.</content>
public static partial class FloatKernels
{
    /// <summary>Adds ARG_MAX for float32.</summary>
    public static OpResolver AddArgMaxFloat(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.ArgMax, TypeSet.Float32, 4, static () => new ArgMinMaxFloat(true));
    }

    /// <summary>Adds ARG_MIN for float32.</summary>
    public static OpResolver AddArgMinFloat(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.ArgMin, TypeSet.Float32, 4, static () => new ArgMinMaxFloat(false));
    }
}
