// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp;

/// <content>Checks that kernels share. Each throws with the node, the tensor, what was needed and what was found.</content>
public sealed partial class PrepareContext
{
    /// <summary>An error at this node. The caller throws it.</summary>
    /// <param name="code">What is wrong.</param>
    /// <param name="tensor">The tensor that it concerns, or null.</param>
    /// <param name="expected">What was needed.</param>
    /// <param name="found">What was found.</param>
    public ModelException Error(ErrorCode code, Tensor tensor, long expected, long found)
    {
        return new ModelException(
            code, SubgraphIndex, Node, tensor == null ? ModelException.Nowhere : tensor.Index, expected, found);
    }

    /// <summary>Requires that the node has from <paramref name="min"/> to <paramref name="max"/> inputs.</summary>
    /// <exception cref="ModelException"><see cref="ErrorCode.InputCountMismatch"/>.</exception>
    public void RequireInputs(int min, int max)
    {
        int count = Operator.InputCount;
        if (count < min || count > max)
        {
            throw Error(ErrorCode.InputCountMismatch, null, count < min ? min : max, count);
        }
    }

    /// <summary>Requires that the node has <paramref name="count"/> outputs.</summary>
    /// <exception cref="ModelException"><see cref="ErrorCode.OutputCountMismatch"/>.</exception>
    public void RequireOutputs(int count)
    {
        if (Operator.OutputCount != count)
        {
            throw Error(ErrorCode.OutputCountMismatch, null, count, Operator.OutputCount);
        }
    }

    /// <summary>Requires that the tensor has one of the types.</summary>
    /// <exception cref="ModelException"><see cref="ErrorCode.TypeUnsupported"/>.</exception>
    public void RequireType(Tensor tensor, TypeSet types)
    {
        if ((types & (TypeSet)(1 << (int)tensor.Type)) == 0)
        {
            throw Error(ErrorCode.TypeUnsupported, tensor, (int)types, (int)tensor.Type);
        }
    }

    /// <summary>Requires that the tensor has the type of another.</summary>
    /// <exception cref="ModelException"><see cref="ErrorCode.TypeMismatch"/>.</exception>
    public void RequireSameType(Tensor tensor, Tensor other)
    {
        if (tensor.Type != other.Type)
        {
            throw Error(ErrorCode.TypeMismatch, tensor, (int)other.Type, (int)tensor.Type);
        }
    }

    /// <summary>Requires that the tensor has from <paramref name="min"/> to <paramref name="max"/> dimensions.</summary>
    /// <exception cref="ModelException"><see cref="ErrorCode.RankUnsupported"/>.</exception>
    public void RequireRank(Tensor tensor, int min, int max)
    {
        if (tensor.Rank < min || tensor.Rank > max)
        {
            throw Error(ErrorCode.RankUnsupported, tensor, tensor.Rank < min ? min : max, tensor.Rank);
        }
    }

    /// <summary>Requires that a dimension of the tensor, which must exist, has this size.</summary>
    /// <exception cref="ModelException"><see cref="ErrorCode.ShapeMismatch"/>.</exception>
    public void RequireDimension(Tensor tensor, int dimension, int size)
    {
        if (tensor.Shape[dimension] != size)
        {
            throw Error(ErrorCode.ShapeMismatch, tensor, size, tensor.Shape[dimension]);
        }
    }

    /// <summary>Requires that the tensor has the shape of another.</summary>
    /// <exception cref="ModelException"><see cref="ErrorCode.ShapeMismatch"/>.</exception>
    public void RequireSameShape(Tensor tensor, Tensor other)
    {
        if (!tensor.HasShapeOf(other))
        {
            throw Error(ErrorCode.ShapeMismatch, tensor, other.ElementCount, tensor.ElementCount);
        }
    }

    /// <summary>Requires that the tensor has this many elements, in any shape.</summary>
    /// <exception cref="ModelException"><see cref="ErrorCode.ShapeMismatch"/>.</exception>
    public void RequireElementCount(Tensor tensor, int count)
    {
        if (tensor.ElementCount != count)
        {
            throw Error(ErrorCode.ShapeMismatch, tensor, count, tensor.ElementCount);
        }
    }

    /// <summary>Requires that the tensor has exactly one scale.</summary>
    /// <exception cref="ModelException"><see cref="ErrorCode.QuantizationMissing"/>,
    /// <see cref="ErrorCode.PerChannelUnsupported"/>.</exception>
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

    /// <summary>Requires that the tensor, or its first channel, has this zero point.</summary>
    /// <exception cref="ModelException"><see cref="ErrorCode.QuantizationUnsupported"/>.</exception>
    public void RequireZeroPoint(Tensor tensor, int zeroPoint)
    {
        if (tensor.ZeroPoint != zeroPoint)
        {
            throw Error(ErrorCode.QuantizationUnsupported, tensor, zeroPoint, tensor.ZeroPoint);
        }
    }

    /// <summary>Requires that the tensor has the number of scales, the first scale and the first zero point of another.</summary>
    /// <exception cref="ModelException"><see cref="ErrorCode.QuantizationMismatch"/>.</exception>
    public void RequireSameQuantization(Tensor tensor, Tensor other)
    {
        if (tensor.ChannelCount != other.ChannelCount || tensor.Scale != other.Scale || tensor.ZeroPoint != other.ZeroPoint)
        {
            throw Error(ErrorCode.QuantizationMismatch, tensor, other.ZeroPoint, tensor.ZeroPoint);
        }
    }
}
