// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Compiled;

/// <summary>
/// Consecutive nodes of a compiled model that have no compiled form and run as kernels. They are described by a small model of their own,
/// which holds their constants but nothing else of the model, and have their own arena.
/// </summary>
public sealed class KernelSection
{
    private readonly MicroInterpreter _interpreter;
    private readonly int _descriptionBytes;

    /// <summary>Creates an interpreter for the nodes and allocates its tensors.</summary>
    /// <param name="description">The nodes, as a model.</param>
    /// <param name="resolver">The kernels that the nodes need.</param>
    /// <exception cref="ModelException">The description is damaged, or a kernel is missing.</exception>
    public KernelSection(byte[] description, OpResolver resolver)
    {
        _descriptionBytes = description.Length;
        _interpreter = new MicroInterpreter(description, resolver, new TensorArena(int.MaxValue));
        _interpreter.AllocateTensors();
    }

    /// <summary>Number of bytes of the description, which holds the constants, and of the arena.</summary>
    public int ByteCount => _descriptionBytes + _interpreter.ArenaUsedBytes;

    /// <summary>A tensor that the compiled layers write before the section runs.</summary>
    public Tensor Input(int index)
    {
        return _interpreter.Input(index);
    }

    /// <summary>A tensor that the compiled layers read after the section has run.</summary>
    public Tensor Output(int index)
    {
        return _interpreter.Output(index);
    }

    /// <summary>Copies an input from the array of the compiled layers.</summary>
    public void Set(int index, Array source, int start)
    {
        Tensor tensor = _interpreter.Input(index);
        Array.Copy(source, start, tensor.Data, tensor.Offset, tensor.ElementCount);
    }

    /// <summary>Copies an output to the array of the compiled layers.</summary>
    public void Get(int index, Array target, int start)
    {
        Tensor tensor = _interpreter.Output(index);
        Array.Copy(tensor.Data, tensor.Offset, target, start, tensor.ElementCount);
    }

    /// <summary>Runs the nodes.</summary>
    /// <returns>Whether all nodes ran. If not, the rest of the model must not run.</returns>
    public bool Run()
    {
        _interpreter.Invoke();
        return _interpreter.IsRunComplete;
    }

    /// <summary>Resets the nodes' state.</summary>
    public void Reset()
    {
        _interpreter.Reset();
    }
}
