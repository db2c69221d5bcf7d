// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp;

/// <summary>
/// One node at work. <see cref="Prepare"/> checks everything about the node that will not change and computes everything that can be
/// computed once; <see cref="Eval"/> is then nothing but the loop. A custom operator derives from this class like any other, and needs to
/// override no more than these two.
/// </summary>
/// <remarks>
/// What Eval needs again and again is a field where it is one number, and persistent memory where it is many:
/// <code>
/// public override void Prepare(PrepareContext context)
/// {
///     _table = context.Persistent(TensorType.Int32, 256);   // where it begins
///     int[] memory = Memory.Int32;                          // fetched behind the last request, which may move the array
///     for (int i = 0; i &lt; 256; i++)
///     {
///         memory[_table + i] = ...;
///     }
/// }
/// </code>
/// On a device a field costs 12 bytes for each node, and an array of the kernel's own 20 bytes besides.
/// </remarks>
public abstract class Kernel
{
    /// <summary>
    /// Whether the run ends with this node: true after Eval where the nodes behind have nothing to do yet. Only in the main subgraph.
    /// </summary>
    public virtual bool EndsRun => false;

    /// <summary>The memory of the interpreter's kernels; there from the beginning of Prepare on.</summary>
    protected internal KernelMemory Memory { get; internal set; }

    /// <summary>
    /// Checks the node, keeps its tensors and parameters, and asks for persistent memory and scratch. Tensors have no memory
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

    /// <summary>
    /// Asks for scratch that only makes Eval faster, as far as <see cref="PrepareContext.HasScratchRoom"/> allows: called once what all nodes
    /// need is known, before there is memory for it.
    /// </summary>
    public virtual void PrepareFaster(PrepareContext context)
    {
    }

    /// <summary>
    /// Packs weights and makes look-up tables that only make Eval faster, in what the arena's budget leaves: called once all else has its
    /// memory. Without <paramref name="spare"/> the kernel gives them up again, since another model needs the room.
    /// </summary>
    /// <param name="spare">What is left, to be asked before anything is made; null to give up.</param>
    public virtual void PackWeights(SpareMemory spare)
    {
    }

    /// <summary>Computes the outputs from the inputs. Allocates nothing.</summary>
    public abstract void Eval();

    /// <summary>
    /// Brings state that the kernel keeps outside variable tensors to its beginning; called after memory is allocated and by
    /// <see cref="MicroInterpreter.Reset"/>.
    /// </summary>
    public virtual void Reset()
    {
    }
}
