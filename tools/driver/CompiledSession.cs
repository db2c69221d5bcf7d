// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Golden;

namespace TinyInterp.Driver;

/// <summary>A compiled model behind the interface that both builds share.</summary>
internal sealed class CompiledSession : IModelSession
{
    private readonly IInterpreter _model;

    internal CompiledSession(IInterpreter model)
    {
        _model = model;
    }

    /// <inheritdoc />
    public object Interpreter => _model;

    /// <inheritdoc />
    public int InputCount => _model.InputCount;

    /// <inheritdoc />
    public int OutputCount => _model.OutputCount;

    /// <inheritdoc />
    public int ArenaUsedBytes => _model.ArenaUsedBytes;

    /// <inheritdoc />
    public int PlanBytes => _model.ArenaUsedBytes;

    /// <inheritdoc />
    public TensorInfo Input(int index)
    {
        return Describe(_model.Input(index));
    }

    /// <inheritdoc />
    public TensorInfo Output(int index)
    {
        return Describe(_model.Output(index));
    }

    /// <inheritdoc />
    public void SetInput(int index, byte[] bytes, int start = 0)
    {
        try
        {
            _model.Input(index).CopyFrom(bytes, start);
        }
        catch (ModelException e)
        {
            throw Engine.Translate(e);
        }
    }

    /// <inheritdoc />
    public byte[] GetOutput(int index)
    {
        Tensor tensor = _model.Output(index);
        byte[] bytes = new byte[tensor.ByteCount];
        tensor.CopyTo(bytes, 0);
        return bytes;
    }

    /// <inheritdoc />
    public long Invoke()
    {
        try
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            _model.Invoke();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
        catch (ModelException e)
        {
            throw Engine.Translate(e);
        }
    }

    /// <inheritdoc />
    public void SetProfiler(Action<int, int> begin, Action<int, int> end)
    {
        // Compiled code reports no layers; a meter distinguishes them by their classes.
    }

    /// <inheritdoc />
    public void Reset()
    {
        _model.Reset();
    }

    private static TensorInfo Describe(Tensor tensor)
    {
        return new TensorInfo((int)tensor.Type, tensor.Shape, tensor.ElementCount, tensor.ByteCount);
    }
}
