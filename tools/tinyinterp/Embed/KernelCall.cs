// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;

namespace TinyInterp.Tool.Embed;

/// <summary>A registering call that a model needs.</summary>
/// <param name="Call">Name of the extension method.</param>
/// <param name="Namespace">Namespace of the class that has it.</param>
/// <param name="Assembly">The assembly it comes with.</param>
/// <param name="Operators">The model's operators that it serves, as the format names them.</param>
internal sealed record KernelCall(string Call, string Namespace, string Assembly, IReadOnlyList<string> Operators);
