// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp;

/// <summary>
/// A model ready to run, whether an interpreter walks its graph or it was compiled to code: what an app needs to know of either.
/// </summary>
public interface IInterpreter
{
    /// <summary>Number of inputs.</summary>
    int InputCount { get; }

    /// <summary>Number of outputs.</summary>
    int OutputCount { get; }

    /// <summary>Bytes of tensors, tables and kernels' arrays.</summary>
    int ArenaUsedBytes { get; }

    /// <summary>
    /// Whether the last <see cref="Invoke"/> ran to the end. A streaming model ends the run until it has gathered what its later nodes need; the
    /// outputs then are not new.
    /// </summary>
    bool IsRunComplete { get; }

    /// <summary>Input <paramref name="index"/>.</summary>
    /// <exception cref="ModelException">There is none.</exception>
    Tensor Input(int index);

    /// <summary>Output <paramref name="index"/>.</summary>
    /// <exception cref="ModelException">There is none.</exception>
    Tensor Output(int index);

    /// <summary>The input with a name.</summary>
    /// <exception cref="ModelException">There is none.</exception>
    Tensor Input(string name);

    /// <summary>The output with a name.</summary>
    /// <exception cref="ModelException">There is none.</exception>
    Tensor Output(string name);

    /// <summary>Computes the outputs from the inputs. Allocates nothing.</summary>
    /// <exception cref="ModelException">Run-time data that the model cannot take.</exception>
    void Invoke();

    /// <summary>Brings variables and state back to the beginning.</summary>
    void Reset();
}
