// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;

namespace TinyInterp.Compiler.Writing;

/// <summary>One static class of generated code: a layer, or as much of it as a method can hold.</summary>
/// <param name="Layer">The layer; null for a class that several share.</param>
/// <param name="Class">Name of the class; null where calls are all there is.</param>
/// <param name="Source">The class, with its documentation; null where calls are all there is.</param>
/// <param name="Calls">Statements of Invoke that run it, in which a region or table stands by its name.</param>
/// <param name="Arrays">Names of the regions and tables that the calls pass.</param>
public sealed record LayerPart(LayerCode? Layer, string? Class, string? Source, IReadOnlyList<string> Calls, IReadOnlyList<string> Arrays);
