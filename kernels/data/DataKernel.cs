// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Kernels;

/// <summary>Base of kernels that move data: checks of axes and of lists of sizes, and errors about run-time data.</summary>
public abstract class DataKernel : Kernel
{
    private int _subgraph = ModelException.Nowhere;
    private int _node = ModelException.Nowhere;

    /// <summary>Stores the node's place for <see cref="RunTimeError"/>.</summary>
    protected void Locate(PrepareContext context)
    {
        _subgraph = context.SubgraphIndex;
        _node = context.Node;
    }

    /// <summary>An error at this node. Eval throws it.</summary>
    protected ModelException RunTimeError(ErrorCode code, Tensor tensor, long expected, long found)
    {
        return new ModelException(code, _subgraph, _node, tensor.Index, expected, found);
    }

    /// <summary>Number of elements from one index of a dimension to the next.</summary>
    protected static int Step(Tensor tensor, int dimension)
    {
        return tensor.CountOf(dimension + 1, tensor.Rank);
    }

    /// <summary>
    /// The index of a dimension of a tensor with <paramref name="rank"/> dimensions. A negative axis counts from the end.
    /// </summary>
    /// <exception cref="ModelException"><paramref name="code"/>: there is no such dimension.</exception>
    protected static int Axis(PrepareContext context, ErrorCode code, Tensor tensor, int axis, int rank)
    {
        if (axis < -rank || axis >= rank)
        {
            throw context.Error(code, tensor, rank, axis);
        }

        return axis < 0 ? axis + rank : axis;
    }

    /// <summary>The value of a constant input that holds one integer.</summary>
    protected static int ConstantScalar(PrepareContext context, int input)
    {
        Tensor tensor = context.ConstantInput(input);
        context.RequireType(tensor, TypeSet.Int32 | TypeSet.Int64);
        context.RequireElementCount(tensor, 1);
        return tensor.GetInt32(0);
    }

    /// <summary>An input that is a list of 32- or 64-bit integers, constant or not.</summary>
    protected static Tensor IntegerList(PrepareContext context, int input, int count)
    {
        Tensor tensor = context.RawInput(input);
        context.RequireType(tensor, TypeSet.Int32 | TypeSet.Int64);
        context.RequireElementCount(tensor, count);
        return tensor;
    }

    /// <summary>Requires that a tensor has the shape of another, except for one dimension.</summary>
    protected static void RequireShapeExcept(PrepareContext context, Tensor tensor, Tensor other, int axis)
    {
        context.RequireRank(tensor, other.Rank, other.Rank);
        for (int d = 0; d < other.Rank; d++)
        {
            if (d != axis)
            {
                context.RequireDimension(tensor, d, other.Shape[d]);
            }
        }
    }

    /// <summary>
    /// Requires that a list of sizes, if it is constant, is the tensor's shape. A list known only at run time is not read: memory is
    /// planned for the tensor's shape.
    /// </summary>
    protected static void RequireShapeOfList(PrepareContext context, Tensor tensor, Tensor sizes)
    {
        context.RequireElementCount(sizes, tensor.Rank);
        for (int d = 0; sizes.IsConstant && d < tensor.Rank; d++)
        {
            context.RequireDimension(tensor, d, sizes.GetInt32(d));
        }
    }
}
