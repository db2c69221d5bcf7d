// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;

namespace TinyInterp.IlMeter;

/// <summary>Objects of one type on a device's heap.</summary>
/// <param name="Type">Name of the type.</param>
/// <param name="Count">Number of objects.</param>
/// <param name="Bytes">Bytes of all of them.</param>
public sealed record HeapItem(string Type, int Count, int Bytes);

/// <summary>What a model takes of a device's managed heap, in bytes. All but the peak stays as long as the interpreter does.</summary>
/// <param name="SystemBytes">The VM and the assemblies, without the app's own.</param>
/// <param name="ModelBytes">The array with the model.</param>
/// <param name="ArenaBytes">The arena's arrays: activations, scratch, variables and kernels' parameters.</param>
/// <param name="InterpreterBytes">Objects of the runtime: interpreter, resolver, tensors, plans.</param>
/// <param name="KernelBytes">Kernels and what they own outside the arena.</param>
/// <param name="StaticBytes">
/// Tables of the libraries that the model needs: arrays of static fields, which the VM makes as it starts, whether they are used or not.
/// </param>
/// <param name="LoadPeakBytes">The most that is alive at once from the first byte of the model on until the interpreter is ready, static tables left out.</param>
/// <param name="Items">Interpreter and kernels by type.</param>
public sealed record DeviceHeapReport(
    int SystemBytes,
    int ModelBytes,
    int ArenaBytes,
    int InterpreterBytes,
    int KernelBytes,
    int StaticBytes,
    int LoadPeakBytes,
    IReadOnlyList<HeapItem> Items)
{
    /// <summary>Bytes while the model runs: everything but what loading alone needs.</summary>
    public int LiveBytes => SystemBytes + ModelBytes + ArenaBytes + InterpreterBytes + KernelBytes + StaticBytes;

    /// <summary>What of this is in the free heap that a running program finds.</summary>
    public int LiveFreeHeapBytes => LiveBytes - SystemBytes;

    /// <summary>Everything that loading takes and keeps beside the model and the libraries' tables: what a change of free heap shows.</summary>
    public int BesideModelBytes => ArenaBytes + InterpreterBytes + KernelBytes;

    /// <summary>The heap that a board must have to load the model: the peak, with the VM, the assemblies and their tables.</summary>
    public int NeededBytes => SystemBytes + StaticBytes + LoadPeakBytes;
}
