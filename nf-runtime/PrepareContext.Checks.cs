// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp;

/// <content>The checks that kernels share. Each throws with the node, the tensor, what was needed and what was found.</content>
public sealed partial class PrepareContext
{
    /// <summary>An error at this node, for the caller to throw.</summary>
    /// <param name="code">What is wrong.</param>
    /// <param name="tensor">The tensor it is about, or null.</param>
    /// <param name="expected">What was needed.</param>
    /// <param name="found">What was there.</param>
    public ModelException Error(ErrorCode code, Tensor tensor, long expected, long found)
    {
        return new ModelException(
            code, SubgraphIndex, Node, tensor == null ? ModelException.Nowhere : tensor.Index, expected, found);
    }

    /// <summary>The node must have from <paramref name="min"/> to <paramref name="max"/> inputs.</summary>
    public void RequireInputs(int min, int max)
    {
        int count = Operator.InputCount;
        if (count < min || count > max)
        {
            throw Error(ErrorCode.InputCountMismatch, null, count < min ? min : max, count);
        }
    }

    /// <summary>The node must have <paramref name="count"/> outputs.</summary>
    public void RequireOutputs(int count)
    {
        if (Operator.OutputCount != count)
        {
            throw Error(ErrorCode.OutputCountMismatch, null, count, Operator.OutputCount);
        }
    }

    /// <summary>The tensor must have one of the types.</summary>
    public void RequireType(Tensor tensor, TypeSet types)
    {
        if ((types & (TypeSet)(1 << (int)tensor.Type)) == 0)
        {
            throw Error(ErrorCode.TypeUnsupported, tensor, (int)types, (int)tensor.Type);
        }
    }

    /// <summary>The tensor must have the type of another.</summary>
    public void RequireSameType(Tensor tensor, Tensor other)
    {
        if (tensor.Type != other.Type)
        {
            throw Error(ErrorCode.TypeMismatch, tensor, (int)other.Type, (int)tensor.Type);
        }
    }

    /// <summary>The tensor must have from <paramref name="min"/> to <paramref name="max"/> dimensions.</summary>
    public void RequireRank(Tensor tensor, int min, int max)
    {
        if (tensor.Rank < min || tensor.Rank > max)
        {
            throw Error(ErrorCode.RankUnsupported, tensor, tensor.Rank < min ? min : max, tensor.Rank);
        }
    }

    /// <summary>Dimension <paramref name="dimension"/> of the tensor must have this size.</summary>
    public void RequireDimension(Tensor tensor, int dimension, int size)
    {
        if (tensor.Shape[dimension] != size)
        {
            throw Error(ErrorCode.ShapeMismatch, tensor, size, tensor.Shape[dimension]);
        }
    }

    /// <summary>The tensor must have the shape of another.</summary>
    public void RequireSameShape(Tensor tensor, Tensor other)
    {
        if (!tensor.HasShapeOf(other))
        {
            throw Error(ErrorCode.ShapeMismatch, tensor, other.ElementCount, tensor.ElementCount);
        }
    }

    /// <summary>The tensor must have this many elements, in whatever shape.</summary>
    public void RequireElementCount(Tensor tensor, int count)
    {
        if (tensor.ElementCount != count)
        {
            throw Error(ErrorCode.ShapeMismatch, tensor, count, tensor.ElementCount);
        }
    }

    /// <summary>The tensor must have exactly one scale.</summary>
    public void RequireQuantized(Tensor tensor)
    {
        if (tensor.ChannelCount == 0)
        {
            throw Error(ErrorCode.QuantizationMissing, tensor, 1, 0);
        }

        if (tensor.ChannelCount > 1)
        {
            throw Error(ErrorCode.PerChannelUnsupported, tensor, 1, tensor.ChannelCount);
        }
    }

    /// <summary>The tensor must have this zero point.</summary>
    public void RequireZeroPoint(Tensor tensor, int zeroPoint)
    {
        if (tensor.ZeroPoint != zeroPoint)
        {
            throw Error(ErrorCode.QuantizationUnsupported, tensor, zeroPoint, tensor.ZeroPoint);
        }
    }

    /// <summary>The tensor must have the scale and zero point of another.</summary>
    public void RequireSameQuantization(Tensor tensor, Tensor other)
    {
        if (tensor.ChannelCount != other.ChannelCount || tensor.Scale != other.Scale || tensor.ZeroPoint != other.ZeroPoint)
        {
            throw Error(ErrorCode.QuantizationMismatch, tensor, other.ZeroPoint, tensor.ZeroPoint);
        }
    }
}
