// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp;

/// <summary>A kernel that can be found: for which operator, types and versions, and how to make one.</summary>
public sealed class OpRegistration
{
    /// <summary>A kernel for a builtin operator, or for a custom one where <paramref name="customName"/> is not null.</summary>
    /// <param name="code">The operator; <see cref="BuiltinOperator.Custom"/> for a custom one.</param>
    /// <param name="customName">A custom operator's name in the model, else null.</param>
    /// <param name="types">The types that the deciding tensor may have.</param>
    /// <param name="decidingTensor">
    /// Which tensor decides: input i as i, output i as -1 - i. Operators whose first input is an index, a shape or a condition name
    /// the input with the data.
    /// </param>
    /// <param name="maxVersion">The newest version whose meaning the kernel knows.</param>
    /// <param name="factory">Makes a kernel.</param>
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

    /// <summary>Which tensor decides: input i as i, output i as -1 - i.</summary>
    public int DecidingTensor { get; }

    /// <summary>The newest version whose meaning the kernel knows.</summary>
    public int MaxVersion { get; }

    /// <summary>Makes a kernel.</summary>
    public KernelFactory Factory { get; }
}
