// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Compiler;

/// <summary>How a model is to be compiled.</summary>
/// <param name="Namespace">Namespace of the generated classes; the assemblies are named after it and the class.</param>
/// <param name="ClassName">Name of the model's class.</param>
/// <param name="ModelName">The model's name in comments.</param>
public sealed record CompileOptions(string Namespace, string ClassName, string ModelName)
{
    /// <summary>Bytes of IL that the model may take in all.</summary>
    public int MaxCodeBytes { get; init; } = int.MaxValue;

    /// <summary>Whether the code is compiled once to measure it; without, sizes are 0 and all classes are in one assembly.</summary>
    public bool MeasuresCode { get; init; } = true;
}
