// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp;

/// <summary>
/// A model that is ready to run, either interpreted (<see cref="MicroInterpreter"/>) or compiled to code.
/// </summary>
public interface IInterpreter
{
    /// <summary>Number of inputs.</summary>
    int InputCount { get; }

    /// <summary>Number of outputs.</summary>
    int OutputCount { get; }

    /// <summary>Number of bytes of tensors, tables and kernels' arrays.</summary>
    int ArenaUsedBytes { get; }

    /// <summary>
    /// Whether the last <see cref="Invoke"/> ran to the end. A streaming model ends the run until it has enough inputs for its later
    /// nodes; the outputs are not new then.
    /// </summary>
    bool IsRunComplete { get; }

    /// <summary>Input <paramref name="index"/>.</summary>
    /// <exception cref="ModelException">There is no such input.</exception>
    Tensor Input(int index);

    /// <summary>Output <paramref name="index"/>.</summary>
    /// <exception cref="ModelException">There is no such output.</exception>
    Tensor Output(int index);

    /// <summary>The input with a name.</summary>
    /// <exception cref="ModelException">There is no such input.</exception>
    Tensor Input(string name);

    /// <summary>The output with a name.</summary>
    /// <exception cref="ModelException">There is no such output.</exception>
    Tensor Output(string name);

    /// <summary>Computes the outputs from the inputs. Allocates nothing.</summary>
    /// <exception cref="ModelException">The model cannot process the run-time data.</exception>
    void Invoke();

    /// <summary>Resets variables and kernels' state.</summary>
    void Reset();
}
