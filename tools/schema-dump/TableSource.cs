// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;

namespace TinyInterp.SchemaDump;

/// <summary>A table as some reader sees it. Null stands for a field that is absent.</summary>
public abstract class TableSource
{
    /// <summary>A scalar or enum; null where the reader leaves the default to the schema.</summary>
    public abstract object? Scalar(FbsField field);

    /// <summary>A string.</summary>
    public abstract string? Text(FbsField field);

    /// <summary>The elements of a vector of scalars or enums.</summary>
    public abstract IEnumerable<object>? Scalars(FbsField field);

    /// <summary>A table.</summary>
    public abstract TableSource? Table(FbsField field, FbsTable type);

    /// <summary>The elements of a vector of tables.</summary>
    public abstract IReadOnlyList<TableSource>? Tables(FbsField field, FbsTable type);

    /// <summary>The tag of a union; 0 for none.</summary>
    public abstract int Tag(FbsField field);

    /// <summary>The table that a union with this tag holds.</summary>
    public abstract TableSource? Member(FbsField field, int tag, FbsTable type);
}
