// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp;

/// <summary>A registered kernel: its operator, types and versions, and how to create it.</summary>
public sealed class OpRegistration
{
    /// <summary>Registers a kernel of a builtin operator, or of a custom one if <paramref name="customName"/> is not null.</summary>
    /// <param name="code">The operator; <see cref="BuiltinOperator.Custom"/> for a custom one.</param>
    /// <param name="customName">A custom operator's name in the model, else null.</param>
    /// <param name="types">The types that the deciding tensor may have.</param>
    /// <param name="decidingTensor">
    /// Which tensor's type decides: i for input i, -1 - i for output i. Operators whose first input is an index, a shape or a condition
    /// give the input with the data.
    /// </param>
    /// <param name="maxVersion">The newest version of the operator that the kernel supports.</param>
    /// <param name="factory">Creates a kernel.</param>
    public OpRegistration(
        BuiltinOperator code, string customName, TypeSet types, int decidingTensor, int maxVersion, KernelFactory factory)
    {
        Code = code;
        CustomName = customName;
        Types = types;
        DecidingTensor = decidingTensor;
        MaxVersion = maxVersion;
        Factory = factory;
    }

    /// <summary>The operator.</summary>
    public BuiltinOperator Code { get; }

    /// <summary>A custom operator's name in the model, else null.</summary>
    public string CustomName { get; }

    /// <summary>The types that the deciding tensor may have.</summary>
    public TypeSet Types { get; }

    /// <summary>Which tensor's type decides: i for input i, -1 - i for output i.</summary>
    public int DecidingTensor { get; }

    /// <summary>The newest version of the operator that the kernel supports.</summary>
    public int MaxVersion { get; }

    /// <summary>Creates a kernel.</summary>
    public KernelFactory Factory { get; }
}
