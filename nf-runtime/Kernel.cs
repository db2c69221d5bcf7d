// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp;

/// <summary>
/// The kernel of one node. <see cref="Prepare"/> checks everything about the node that does not change and computes everything that can be
/// computed once, so that <see cref="Eval"/> is only the loop. Custom operators derive from this class too. Only these two methods must be
/// overridden.
/// </summary>
/// <remarks>
/// A value that Eval needs is a field if it is one number. If it is many, they belong in persistent memory:
/// <code>
/// public override void Prepare(PrepareContext context)
/// {
///     _table = context.Persistent(TensorType.Int32, 256);   // index of the first element
///     int[] memory = Memory.Int32;                          // read after the last request, which may replace the array
///     for (int i = 0; i &lt; 256; i++)
///     {
///         memory[_table + i] = ...;
///     }
/// }
/// </code>
/// On a device a field costs 12 bytes per node, and an array that the kernel allocates itself costs 20 bytes more.
/// </remarks>
public abstract class Kernel
{
    /// <summary>
    /// Whether the run ends with this node: true after Eval if the later nodes cannot run yet. Only nodes of the main subgraph may end a
    /// run.
    /// </summary>
    public virtual bool EndsRun => false;

    /// <summary>The memory of the interpreter's kernels. It is set before Prepare.</summary>
    protected internal KernelMemory Memory { get; internal set; }

    /// <summary>
    /// Checks the node, stores its tensors and parameters, and requests persistent memory and scratch. Tensors have no memory yet, except
    /// constants.
    /// </summary>
    /// <exception cref="ModelException">The kernel cannot run the node.</exception>
    public abstract void Prepare(PrepareContext context);

    /// <summary>
    /// Checks what depends on other nodes. Called after all nodes of all subgraphs are prepared, in the same order.
    /// </summary>
    /// <exception cref="ModelException">The nodes do not fit together.</exception>
    public virtual void Link()
    {
    }

    /// <summary>
    /// Requests scratch that only makes Eval faster, as far as <see cref="PrepareContext.HasScratchRoom"/> allows. Called when the needs
    /// of all nodes are known, before they have memory.
    /// </summary>
    public virtual void PrepareFaster(PrepareContext context)
    {
    }

    /// <summary>
    /// Packs weights and makes look-up tables that only make Eval faster, in memory that the arena's budget leaves over. Called after
    /// everything else has its memory. If <paramref name="spare"/> is null, the kernel must drop its packed weights, because another
    /// model needs the memory.
    /// </summary>
    /// <param name="spare">The memory left over; ask it before allocating. Null to drop everything.</param>
    public virtual void PackWeights(SpareMemory spare)
    {
    }

    /// <summary>Computes the outputs from the inputs. Allocates nothing.</summary>
    public abstract void Eval();

    /// <summary>
    /// Resets state that the kernel has outside variable tensors. Called after memory is allocated, and by
    /// <see cref="MicroInterpreter.Reset"/>.
    /// </summary>
    public virtual void Reset()
    {
    }
}
