// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using TinyInterp.Compiler.Graph;

namespace TinyInterp.Compiler.Writing;

/// <summary>
/// One layer of the compiled model: what a node, with what was fused into it, becomes. First all layers say what memory and tables they need;
/// then memory is planned; then each writes its code.
/// </summary>
public abstract class LayerCode
{
    /// <summary>A layer.</summary>
    protected LayerCode(GraphNode node)
    {
        Node = node;
    }

    /// <summary>The node.</summary>
    public GraphNode Node { get; }

    /// <summary>What it writes: the node's outputs, or those of a node that was fused into it.</summary>
    public virtual IReadOnlyList<GraphTensor> Outputs => Node.Outputs;

    /// <summary>Another node that the layer computes, or null.</summary>
    public virtual GraphNode? FusedNode => null;

    /// <summary>How it is compiled, in a word or two for the report.</summary>
    public abstract string Form { get; }

    /// <summary>A sentence for the comment above its code; null for the usual one.</summary>
    public virtual string? Description => null;

    /// <summary>Tensors that must be alive while the layer runs, read or written.</summary>
    public virtual IEnumerable<GraphTensor> Touched
    {
        get
        {
            foreach (GraphTensor? input in Node.Inputs)
            {
                if (input != null)
                {
                    yield return input;
                }
            }

            foreach (GraphTensor output in Outputs)
            {
                yield return output;
            }
        }
    }

    /// <summary>Inputs that the output may lie over, because each element is read before its place is written; the best first.</summary>
    public virtual IEnumerable<GraphTensor> InPlaceInputs => [];

    /// <summary>Writes the layer's classes.</summary>
    public abstract void Write(ModelWriter writer);
}
