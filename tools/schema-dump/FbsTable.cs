// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;

namespace TinyInterp.SchemaDump;

/// <summary>A field of a table in the schema.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">A scalar's name, string, or the name of an enum, union or table; the element's for a vector.</param>
/// <param name="IsVector">Whether it is a vector.</param>
/// <param name="Default">The default of a scalar, as written; null where none is.</param>
/// <param name="IsDeprecated">Whether readers must leave it alone.</param>
/// <param name="Id">Its id; for a union that of the value, the tag's is one less.</param>
public sealed record FbsField(string Name, string Type, bool IsVector, string? Default, bool IsDeprecated, int Id);

/// <summary>A table of the schema.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Fields">Its fields in the order of their ids.</param>
public sealed record FbsTable(string Name, IReadOnlyList<FbsField> Fields);
