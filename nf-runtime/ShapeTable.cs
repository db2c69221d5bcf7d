// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections;
using TinyInterp.Schema;

namespace TinyInterp;

/// <summary>The different shapes of a model's tensors. Tensors with the same shape share one array.</summary>
internal sealed class ShapeTable
{
    private readonly ArrayList _shapes = new ArrayList();

    /// <summary>The dimensions of a tensor, outermost first.</summary>
    internal int[] Of(TensorView tensor)
    {
        int rank = tensor.Rank;
        for (int i = 0; i < _shapes.Count; i++)
        {
            int[] known = (int[])_shapes[i];
            int d = 0;
            while (d < rank && known.Length == rank && known[d] == tensor.Dimension(d))
            {
                d++;
            }

            if (d == known.Length && d == rank)
            {
                return known;
            }
        }

        int[] shape = new int[rank];
        for (int d = 0; d < rank; d++)
        {
            shape[d] = tensor.Dimension(d);
        }

        _shapes.Add(shape);
        return shape;
    }
}
