// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Kernels;

/// <summary>A list of tensors whose values pass between a node and a subgraph that it calls: the inputs or outputs of either.</summary>
internal sealed class TensorList
{
    private readonly Tensor[] _tensors;

    private TensorList(int count)
    {
        _tensors = new Tensor[count];
    }

    /// <summary>The node's inputs from input <paramref name="first"/> on.</summary>
    internal static TensorList InputsOf(PrepareContext context, int first)
    {
        TensorList list = new TensorList(context.InputCount - first);
        for (int i = 0; i < list._tensors.Length; i++)
        {
            list._tensors[i] = context.Input(first + i);
        }

        return list;
    }

    /// <summary>The node's outputs.</summary>
    internal static TensorList OutputsOf(PrepareContext context)
    {
        TensorList list = new TensorList(context.OutputCount);
        for (int i = 0; i < list._tensors.Length; i++)
        {
            list._tensors[i] = context.Output(i);
        }

        return list;
    }

    /// <summary>The inputs of a called subgraph. They must have the types and shapes of the tensors in <paramref name="model"/>.</summary>
    /// <exception cref="ModelException"><see cref="ErrorCode.SubgraphMismatch"/>: they do not.</exception>
    internal static TensorList InputsOf(PrepareContext context, Subgraph subgraph, TensorList model)
    {
        context.RequireCount(subgraph.InputCount, model._tensors.Length);
        TensorList list = new TensorList(subgraph.InputCount);
        for (int i = 0; i < list._tensors.Length; i++)
        {
            list._tensors[i] = subgraph.Input(i);
        }

        list.RequireLike(context, model);
        return list;
    }

    /// <summary>
    /// The outputs of a called subgraph. They must have the types and shapes of the tensors in <paramref name="model"/>.
    /// </summary>
    /// <exception cref="ModelException"><see cref="ErrorCode.SubgraphMismatch"/>: they do not.</exception>
    internal static TensorList OutputsOf(PrepareContext context, Subgraph subgraph, TensorList model)
    {
        context.RequireCount(subgraph.OutputCount, model._tensors.Length);
        TensorList list = new TensorList(subgraph.OutputCount);
        for (int i = 0; i < list._tensors.Length; i++)
        {
            list._tensors[i] = subgraph.Output(i);
        }

        list.RequireLike(context, model);
        return list;
    }

    /// <summary>
    /// Copies all values. Both lists have the same types and shapes, and no tensor of one overlaps a tensor of the other.
    /// </summary>
    internal void CopyTo(TensorList target)
    {
        Tensor[] from = _tensors;
        Tensor[] to = target._tensors;
        for (int i = 0; i < from.Length; i++)
        {
            Array.Copy(from[i].Data, from[i].Offset, to[i].Data, to[i].Offset, from[i].ElementCount);
        }
    }

    /// <summary>Requires that every tensor has the type and shape of its counterpart.</summary>
    internal void RequireLike(PrepareContext context, TensorList other)
    {
        for (int i = 0; i < _tensors.Length; i++)
        {
            Tensor mine = _tensors[i];
            Tensor theirs = other._tensors[i];
            if (mine.Type != theirs.Type)
            {
                throw context.Error(ErrorCode.SubgraphMismatch, theirs, (int)theirs.Type, (int)mine.Type);
            }

            if (!mine.HasShapeOf(theirs))
            {
                throw context.Error(ErrorCode.SubgraphMismatch, theirs, theirs.ElementCount, mine.ElementCount);
            }
        }
    }
}
