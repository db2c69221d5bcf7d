// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Golden;

/// <summary>A model ready to run, with raw bytes in and out.</summary>
public interface IModelSession
{
    /// <summary>The interpreter itself, for who looks into it by reflection; its type is the build's own.</summary>
    object Interpreter { get; }

    /// <summary>Number of inputs.</summary>
    int InputCount { get; }

    /// <summary>Number of outputs.</summary>
    int OutputCount { get; }

    /// <summary>Bytes that the model takes of the arena: plan, variables and its kernels' arrays.</summary>
    int ArenaUsedBytes { get; }

    /// <summary>Bytes of activations and scratch.</summary>
    int PlanBytes { get; }

    /// <summary>What input <paramref name="index"/> is.</summary>
    TensorInfo Input(int index);

    /// <summary>What output <paramref name="index"/> is.</summary>
    TensorInfo Output(int index);

    /// <summary>Copies little-endian bytes into an input: as many as it has, from <paramref name="start"/> on.</summary>
    /// <exception cref="EngineException">There are fewer.</exception>
    void SetInput(int index, byte[] bytes, int start = 0);

    /// <summary>The little-endian bytes of an output.</summary>
    byte[] GetOutput(int index);

    /// <summary>Runs the model once.</summary>
    /// <returns>Bytes allocated while it ran; what .NET itself allocates when code runs for the first time is in it.</returns>
    /// <exception cref="EngineException">Something about the run-time data is wrong.</exception>
    long Invoke();

    /// <summary>Has two functions called before and behind each node, with its subgraph and its index; null for none.</summary>
    void SetProfiler(Action<int, int> begin, Action<int, int> end);

    /// <summary>Brings variables and kernels' state back to the beginning.</summary>
    void Reset();
}
