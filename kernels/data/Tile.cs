// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>TILE. out[i] = in[i mod n] in every dimension of size n: the input is repeated as often as the multiples say.</summary>
/// <supports>any type; int32 or int64 multiples; those that come at run time are taken from the output's shape</supports>
public sealed class Tile : DataKernel
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
        Tensor multiples = IntegerList(context, 1, rank);
        _copy = new StridedCopy(context, 2 * rank);
        for (int d = 0; d < rank; d++)
        {
            int size = _input.Shape[d];
            if (size == 0)
            {
                throw context.Error(ErrorCode.ShapeMismatch, _input, 1, 0);
            }

            int times = multiples.IsConstant ? multiples.GetInt32(d) : _output.Shape[d] / size;
            if ((long)times * size != _output.Shape[d])
            {
                throw context.Error(ErrorCode.ShapeMismatch, _output, (long)times * size, _output.Shape[d]);
            }

            _copy.Add(times, 0, size * Step(_output, d));
            _copy.Add(size, Step(_input, d), Step(_output, d));
        }

        _copy.End();
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        _copy.Run(_input, _output);
    }
}

/// <content>Registers <see cref="Tile"/>.</content>
public static partial class DataKernels
{
    /// <summary>Adds TILE for every type.</summary>
    public static OpResolver AddTile(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Tile, TypeSet.Any, 4, static () => new Tile());
    }
}
