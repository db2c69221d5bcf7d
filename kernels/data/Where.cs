// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// WHERE. out[n] = the index tuple of the n-th element, in row-major order, that is not 0. Their number is known only at run time, so the
/// output's first dimension is an upper bound. Unused rows are filled with -1; more elements than rows are an error.
/// </summary>
/// <supports>condition of any type; int32 or int64 output of a fixed number of rows, the unused ones -1</supports>
public sealed class Where : DataKernel
{
    private Tensor _condition;
    private Tensor _output;
    private int _index;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(1, 1);
        context.RequireOutputs(1);
        Locate(context);
        _condition = context.Input(0);
        _output = context.Output(0);
        context.RequireType(_output, TypeSet.Int32 | TypeSet.Int64);
        context.RequireRank(_condition, 1, int.MaxValue);
        context.RequireRank(_output, 2, 2);
        context.RequireDimension(_output, 1, _condition.Rank);
        _index = context.Scratch(TensorType.Int32, _condition.Rank);
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        BlockCopy.Fill(_output, -1);
        int[] memory = Memory.Scratch.Int32;
        int index = _index;
        int[] shape = _condition.Shape;
        int rank = shape.Length;
        for (int d = 0; d < rank; d++)
        {
            memory[index + d] = 0;
        }

        int to = 0;
        for (int i = 0; i < _condition.ElementCount; i++)
        {
            if (_condition.Float32 != null ? _condition.Float32[_condition.Offset + i] != 0f : _condition.GetInteger(i) != 0)
            {
                if (to == _output.ElementCount)
                {
                    throw RunTimeError(ErrorCode.ValueOutOfRange, _output, _output.Shape[0] + 1, _output.Shape[0]);
                }

                for (int d = 0; d < rank; d++)
                {
                    _output.SetInteger(to++, memory[index + d]);
                }
            }

            for (int d = rank - 1; d >= 0 && ++memory[index + d] == shape[d]; d--)
            {
                memory[index + d] = 0;
            }
        }
    }
}

/// <content>Registers <see cref="Where"/>.</content>
public static partial class DataKernels
{
    /// <summary>Adds WHERE for conditions of every type.</summary>
    public static OpResolver AddWhere(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Where, TypeSet.Any, 3, static () => new Where());
    }
}
