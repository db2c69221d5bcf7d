// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// MIRROR_PAD. out[before + i] = in[i]. Beyond the edges the input is mirrored, either at its outermost element, which is then not
/// repeated (REFLECT), or behind it, so that it is (SYMMETRIC). Stored values are copied.
/// </summary>
/// <supports>any type; paddings are constant, no larger than the input (SYMMETRIC) or the input less one (REFLECT)</supports>
public sealed class MirrorPad : DataKernel
{
    private Tensor _input;
    private Tensor _output;
    private StridedCopy _inside;
    private StridedCopy[] _borders;

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
        int mode = context.Options(BuiltinOptionsType.MirrorPad).SByte(MirrorPadOptions.Mode);
        if (mode != 0 && mode != 1)
        {
            throw context.Error(ErrorCode.OptionInvalid, _output, 1, mode);
        }

        int skipped = mode == 0 ? 1 : 0;
        Tensor paddings = context.ConstantInput(1);
        context.RequireType(paddings, TypeSet.Int32 | TypeSet.Int64);
        context.RequireElementCount(paddings, 2 * rank);
        int borders = 0;
        int start = 0;
        for (int d = 0; d < rank; d++)
        {
            int size = _input.Shape[d];
            for (int side = 0; side < 2; side++)
            {
                int padding = paddings.GetInt32(2 * d + side);
                if (padding < 0 || padding > _input.Shape[d] - skipped)
                {
                    throw context.Error(ErrorCode.ConstantInvalid, paddings, _input.Shape[d] - skipped, padding);
                }

                size += padding;
                borders += padding == 0 ? 0 : 1;
            }

            context.RequireDimension(_output, d, size);
            start += paddings.GetInt32(2 * d) * Step(_output, d);
        }

        _inside = new StridedCopy(context, rank);
        _inside.Begin(0, start);
        for (int d = 0; d < rank; d++)
        {
            _inside.Add(_input.Shape[d], Step(_input, d), Step(_output, d));
        }

        _inside.End();
        _borders = new StridedCopy[borders];
        borders = 0;
        for (int d = rank - 1; d >= 0; d--)
        {
            // Inner dimensions have been mirrored by now and are copied whole. Of outer dimensions only the inside is there.
            int step = Step(_output, d);
            int before = paddings.GetInt32(2 * d);
            int after = paddings.GetInt32(2 * d + 1);
            int end = before + _input.Shape[d];
            start -= before * step;
            if (before != 0)
            {
                _borders[borders++] = Border(context, d, start + (before + skipped) * step, start + (before - 1) * step, before, -step);
            }

            if (after != 0)
            {
                _borders[borders++] = Border(context, d, start + (end - 1 - skipped) * step, start + end * step, after, step);
            }
        }
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        _inside.Run(_input, _output);
        StridedCopy[] borders = _borders;
        for (int i = 0; i < borders.Length; i++)
        {
            borders[i].Run(_output, _output);
        }
    }

    private StridedCopy Border(PrepareContext context, int dimension, int from, int to, int size, int targetStep)
    {
        StridedCopy copy = new StridedCopy(context, dimension + 2);
        copy.Begin(from, to);
        for (int d = 0; d < dimension; d++)
        {
            copy.Add(_input.Shape[d], Step(_output, d), Step(_output, d));
        }

        copy.Add(size, -targetStep, targetStep);
        copy.AddInner(_output, dimension + 1);
        copy.End();
        return copy;
    }
}

/// <content>Registers <see cref="MirrorPad"/>.</content>
public static partial class DataKernels
{
    /// <summary>Adds MIRROR_PAD for every type.</summary>
    public static OpResolver AddMirrorPad(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.MirrorPad, TypeSet.Any, 4, static () => new MirrorPad());
    }
}
