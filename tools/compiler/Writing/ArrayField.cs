// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Compiler.Writing;

/// <summary>An array that the compiled model allocates once: a region of its arena or a table.</summary>
/// <param name="Name">Name in generated code.</param>
/// <param name="Type">Element type in C#.</param>
/// <param name="ElementBytes">Bytes of an element.</param>
/// <param name="Count">How many elements there are, once memory is planned.</param>
/// <param name="Initializer">The expression that makes it, once memory is planned.</param>
public sealed record ArrayField(string Name, string Type, int ElementBytes, Func<int> Count, Func<string> Initializer);
