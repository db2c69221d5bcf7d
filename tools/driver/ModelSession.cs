// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Golden;

namespace TinyInterp.Driver;

/// <summary>An interpreter behind the interface that both builds share.</summary>
internal sealed class ModelSession : IModelSession
{
    private readonly MicroInterpreter _interpreter;

    internal ModelSession(MicroInterpreter interpreter)
    {
        _interpreter = interpreter;
    }

    /// <inheritdoc />
    public object Interpreter => _interpreter;

    /// <inheritdoc />
    public int InputCount => _interpreter.InputCount;

    /// <inheritdoc />
    public int OutputCount => _interpreter.OutputCount;

    /// <inheritdoc />
    public int ArenaUsedBytes => _interpreter.ArenaUsedBytes;

    /// <inheritdoc />
    public int PlanBytes => _interpreter.PlanBytes;

    /// <inheritdoc />
    public TensorInfo Input(int index)
    {
        return Describe(_interpreter.Input(index));
    }

    /// <inheritdoc />
    public TensorInfo Output(int index)
    {
        return Describe(_interpreter.Output(index));
    }

    /// <inheritdoc />
    public void SetInput(int index, byte[] bytes, int start = 0)
    {
        try
        {
            _interpreter.Input(index).CopyFrom(bytes, start);
        }
        catch (ModelException e)
        {
            throw Engine.Translate(e);
        }
    }

    /// <inheritdoc />
    public byte[] GetOutput(int index)
    {
        try
        {
            Tensor tensor = _interpreter.Output(index);
            byte[] bytes = new byte[tensor.ByteCount];
            tensor.CopyTo(bytes, 0);
            return bytes;
        }
        catch (ModelException e)
        {
            throw Engine.Translate(e);
        }
    }

    /// <inheritdoc />
    public long Invoke()
    {
        try
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            _interpreter.Invoke();
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
        _interpreter.Profiler = begin == null ? null : new NodeProfiler(begin, end);
    }

    /// <inheritdoc />
    public void Reset()
    {
        _interpreter.Reset();
    }

    private static TensorInfo Describe(Tensor tensor)
    {
        return new TensorInfo((int)tensor.Type, tensor.Shape, tensor.ElementCount, tensor.ByteCount);
    }
}
