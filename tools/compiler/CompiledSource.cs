// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Linq;

namespace TinyInterp.Compiler;

/// <summary>A file of generated code.</summary>
/// <param name="Name">File name, the class with .cs.</param>
/// <param name="Text">Its text.</param>
/// <param name="Bytes">Bytes of IL.</param>
public sealed record SourceFile(string Name, string Text, int Bytes);

/// <summary>One assembly of a compiled model.</summary>
/// <param name="Name">Name.</param>
/// <param name="Files">Its sources.</param>
public sealed record SourceAssembly(string Name, IReadOnlyList<SourceFile> Files);

/// <summary>What a node became.</summary>
/// <param name="Node">Index of the node.</param>
/// <param name="Operator">Its operator.</param>
/// <param name="Macs">Multiply-accumulates.</param>
/// <param name="Form">How it is compiled.</param>
/// <param name="Bytes">Bytes of IL.</param>
/// <param name="Classes">The classes that run it.</param>
/// <param name="SharedClasses">Classes that it shares with other layers.</param>
public sealed record LayerReport(
    int Node, string Operator, long Macs, string Form, int Bytes, IReadOnlyList<string> Classes, IReadOnlyList<string> SharedClasses);

/// <summary>A compiled model.</summary>
/// <param name="FullClassName">The model's class with its namespace.</param>
/// <param name="Assemblies">Its assemblies; the last has the model's class and refers to the others.</param>
/// <param name="Layers">Its layers.</param>
/// <param name="ActivationBytes">Bytes of tensors.</param>
/// <param name="TableBytes">Bytes of tables.</param>
/// <param name="KernelBytes">Bytes of the descriptions of nodes that run as kernels, constants included; their arenas come on top.</param>
/// <param name="References">The TinyInterp assemblies that they refer to.</param>
public sealed record CompiledSource(
    string FullClassName, IReadOnlyList<SourceAssembly> Assemblies, IReadOnlyList<LayerReport> Layers, int ActivationBytes, int TableBytes,
    int KernelBytes, IReadOnlyList<string> References)
{
    /// <summary>Bytes of IL of all assemblies.</summary>
    public int CodeBytes => Assemblies.SelectMany(assembly => assembly.Files).Sum(file => file.Bytes);
}
