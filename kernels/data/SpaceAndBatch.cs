// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections;

namespace TinyInterp.Kernels;

/// <summary>
/// Base of SPACE_TO_BATCH_ND and BATCH_TO_SPACE_ND. space[b, o · s + p − before, i] and batch[p · B + b, o, i] are the same element,
/// where s are the block sizes of the spatial dimensions, p is a position within a block and o the index of a block. before is the
/// padding of SPACE_TO_BATCH_ND and the crop of BATCH_TO_SPACE_ND.
/// </summary>
public abstract class SpaceAndBatch : DataKernel
{
    private StridedCopy[] _copies;

    /// <summary>The first input.</summary>
    protected Tensor Source { get; private set; }

    /// <summary>The output.</summary>
    protected Tensor Target { get; private set; }

    /// <summary>Checks the node and plans one copy for each position within a block.</summary>
    protected void Prepare(PrepareContext context, bool isToSpace)
    {
        context.RequireInputs(3, 3);
        context.RequireOutputs(1);
        Source = context.Input(0);
        Target = context.Output(0);
        context.RequireSameType(Target, Source);
        Tensor space = isToSpace ? Target : Source;
        Tensor batch = isToSpace ? Source : Target;
        Tensor blocks = context.ConstantInput(1);
        Tensor borders = context.ConstantInput(2);
        context.RequireType(blocks, TypeSet.Int32 | TypeSet.Int64);
        context.RequireType(borders, TypeSet.Int32 | TypeSet.Int64);
        int spatial = blocks.ElementCount;
        context.RequireElementCount(borders, 2 * spatial);
        int rank = Source.Rank;
        context.RequireRank(Source, spatial + 1, int.MaxValue);
        context.RequireRank(Target, rank, rank);
        long places = 1;
        for (int d = 1; d < rank; d++)
        {
            long size = space.Shape[d];
            int block = 1;
            if (d <= spatial)
            {
                block = blocks.GetInt32(d - 1);
                int before = borders.GetInt32(2 * d - 2);
                int after = borders.GetInt32(2 * d - 1);
                if (block < 1 || before < 0 || after < 0)
                {
                    throw context.Error(
                        ErrorCode.ConstantInvalid,
                        block < 1 ? blocks : borders,
                        block < 1 ? 1 : 0,
                        block < 1 ? block : before < 0 ? before : after);
                }

                size += (long)before + after;
                places *= block;
            }

            if (size != (long)block * batch.Shape[d] || places > batch.Shape[0])
            {
                throw context.Error(ErrorCode.ShapeMismatch, Target, size, (long)block * batch.Shape[d]);
            }
        }

        if (places * space.Shape[0] != batch.Shape[0])
        {
            throw context.Error(ErrorCode.ShapeMismatch, Target, places * space.Shape[0], batch.Shape[0]);
        }

        // Collected one by one, so that absurdly large blocks exceed the memory budget before an array of their number is allocated.
        ArrayList copies = new ArrayList();
        for (int place = 0; place < places; place++)
        {
            copies.Add(LayOut(context, isToSpace, space, batch, blocks, borders, place));
        }

        _copies = new StridedCopy[copies.Count];
        copies.CopyTo(_copies);
    }

    /// <summary>Copies all elements that both tensors hold.</summary>
    protected void CopyAll()
    {
        StridedCopy[] copies = _copies;
        for (int i = 0; i < copies.Length; i++)
        {
            copies[i].Run(Source, Target);
        }
    }

    private static StridedCopy LayOut(
        PrepareContext context, bool isToSpace, Tensor space, Tensor batch, Tensor blocks, Tensor borders, int place)
    {
        // Splits the position into one per spatial dimension, innermost first. The copy needs them outermost first.
        int spatial = blocks.ElementCount;
        int[] places = new int[spatial];
        int left = place;
        for (int m = spatial - 1; m >= 0; m--)
        {
            int block = blocks.GetInt32(m);
            places[m] = left % block;
            left /= block;
        }

        StridedCopy copy = new StridedCopy(context, spatial + 2);
        copy.Begin(0, 0);
        AddDimension(copy, isToSpace, space.Shape[0], Step(space, 0), Step(batch, 0));
        int spaceStart = 0;
        int batchStart = place * space.Shape[0] * Step(batch, 0);
        for (int m = 0; m < spatial; m++)
        {
            int block = blocks.GetInt32(m);
            int origin = places[m] - borders.GetInt32(2 * m);
            int first = origin < 0 ? (block - 1 - origin) / block : 0;
            int beyond = space.Shape[m + 1] - origin;
            int end = beyond <= 0 ? 0 : (beyond + block - 1) / block;
            end = end > batch.Shape[m + 1] ? batch.Shape[m + 1] : end;
            AddDimension(copy, isToSpace, end - first, block * Step(space, m + 1), Step(batch, m + 1));
            spaceStart += (origin + first * block) * Step(space, m + 1);
            batchStart += first * Step(batch, m + 1);
        }

        copy.AddInner(space, spatial + 1);
        copy.End();
        copy.SourceStart = isToSpace ? batchStart : spaceStart;
        copy.TargetStart = isToSpace ? spaceStart : batchStart;
        return copy;
    }

    private static void AddDimension(StridedCopy copy, bool isToSpace, int size, int spaceStep, int batchStep)
    {
        copy.Add(size, isToSpace ? batchStep : spaceStep, isToSpace ? spaceStep : batchStep);
    }
}
