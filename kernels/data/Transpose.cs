// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>TRANSPOSE. out[i_0, i_1, ..] = in[j] with j_{perm[d]} = i_d: output dimension d is input dimension perm[d].</summary>
/// <supports>any type; the permutation is constant</supports>
public sealed class Transpose : DataKernel
{
    private Tensor _input;
    private Tensor _output;
    private StridedCopy _copy;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(2, 2);
        context.RequireOutputs(1);
        _input = context.Input(0);
        _output = context.Output(0);
        context.RequireSameType(_output, _input);
        int rank = _input.Rank;
        context.RequireRank(_output, rank, rank);
        Tensor permutation = context.ConstantInput(1);
        context.RequireType(permutation, TypeSet.Int32 | TypeSet.Int64);
        context.RequireElementCount(permutation, rank);
        _copy = new StridedCopy(context, rank);
        int seen = 0;
        for (int d = 0; d < rank; d++)
        {
            int from = permutation.GetInt32(d);
            if (from < 0 || from >= rank || (seen >> from & 1) != 0)
            {
                throw context.Error(ErrorCode.ConstantInvalid, permutation, rank, from);
            }

            seen |= 1 << from;
            context.RequireDimension(_output, d, _input.Shape[from]);
            _copy.Add(_input.Shape[from], Step(_input, from), Step(_output, d));
        }

        _copy.End();
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        _copy.Run(_input, _output);
    }
}

/// <content>Registers <see cref="Transpose"/>.</content>
public static partial class DataKernels
{
    /// <summary>Adds TRANSPOSE for every type.</summary>
    public static OpResolver AddTranspose(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Transpose, TypeSet.Any, 7, static () => new Transpose());
    }
}
