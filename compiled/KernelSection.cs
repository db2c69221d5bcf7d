// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Compiled;

/// <summary>
/// Nodes of a compiled model that run as kernels, one after the other: those that have no compiled form. They come as a description of their own,
/// with their constants and nothing of the rest of the model, and have an arena of their own.
/// </summary>
public sealed class KernelSection
{
    private readonly MicroInterpreter _interpreter;
    private readonly int _descriptionBytes;

    /// <summary>Prepares the kernels.</summary>
    /// <param name="description">The nodes, in the format of a model.</param>
    /// <param name="resolver">Their kernels, and no others.</param>
    /// <exception cref="ModelException">The description is damaged, or a kernel is missing.</exception>
    public KernelSection(byte[] description, OpResolver resolver)
    {
        _descriptionBytes = description.Length;
        _interpreter = new MicroInterpreter(description, resolver, new TensorArena(int.MaxValue));
        _interpreter.AllocateTensors();
    }

    /// <summary>Bytes of the description, which holds the constants, and of the arena.</summary>
    public int ByteCount => _descriptionBytes + _interpreter.ArenaUsedBytes;

    /// <summary>A tensor that comes from outside the section.</summary>
    public Tensor Input(int index)
    {
        return _interpreter.Input(index);
    }

    /// <summary>A tensor that the section makes for outside.</summary>
    public Tensor Output(int index)
    {
        return _interpreter.Output(index);
    }

    /// <summary>Copies an input from the memory of the compiled layers.</summary>
    public void Set(int index, Array source, int start)
    {
        Tensor tensor = _interpreter.Input(index);
        Array.Copy(source, start, tensor.Data, tensor.Offset, tensor.ElementCount);
    }

    /// <summary>Copies an output to the memory of the compiled layers.</summary>
    public void Get(int index, Array target, int start)
    {
        Tensor tensor = _interpreter.Output(index);
        Array.Copy(tensor.Data, tensor.Offset, target, start, tensor.ElementCount);
    }

    /// <summary>Runs the nodes.</summary>
    /// <returns>Whether all of them ran, and what follows may.</returns>
    public bool Run()
    {
        _interpreter.Invoke();
        return _interpreter.IsRunComplete;
    }

    /// <summary>Brings their state back to the beginning.</summary>
    public void Reset()
    {
        _interpreter.Reset();
    }
}
