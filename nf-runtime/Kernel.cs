// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp;

/// <summary>
/// One node at work. <see cref="Prepare"/> checks everything about the node that will not change and computes everything that can be
/// computed once; <see cref="Eval"/> is then nothing but the loop. A custom operator derives from this class like any other.
/// </summary>
public abstract class Kernel
{
    /// <summary>
    /// Whether the run ends with this node: Eval sets it where the nodes behind have nothing to do yet. Only in the main subgraph.
    /// </summary>
    public bool EndsRun { get; protected set; }

    /// <summary>
    /// Checks the node, keeps its tensors and parameters in fields, and asks for scratch and lasting memory. Tensors have no memory
    /// yet, except constants.
    /// </summary>
    /// <exception cref="ModelException">The node is not one that this kernel can run.</exception>
    public abstract void Prepare(PrepareContext context);

    /// <summary>
    /// Checks what depends on other nodes: called once all nodes of all subgraphs are prepared, in the same order.
    /// </summary>
    /// <exception cref="ModelException">The nodes do not fit together.</exception>
    public virtual void Link()
    {
    }

    /// <summary>Computes the outputs from the inputs. Allocates nothing.</summary>
    public abstract void Eval();

    /// <summary>
    /// Keeps copies of constants that only make Eval faster, or gives them up: called once all else has its memory with what the arena's
    /// budget then leaves, and again with 0 when another model needs the room.
    /// </summary>
    /// <param name="spareBytes">Bytes that the copies may take.</param>
    /// <returns>Bytes that they take now.</returns>
    public virtual int KeepCopies(int spareBytes)
    {
        return 0;
    }

    /// <summary>
    /// Brings state that the kernel keeps outside variable tensors back to its beginning; called after memory is allocated and by
    /// <see cref="MicroInterpreter.Reset"/>.
    /// </summary>
    public virtual void Reset()
    {
    }
}
