// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Writer;

/// <summary>The options of each operator, fields in the order of the schema; those without fields take <see cref="Empty"/>.</summary>
public static partial class Options
{
    /// <summary>Options without fields, or with every field at its default.</summary>
    public static OptionsTable Empty(BuiltinOptionsType type)
    {
        return new OptionsTable(type);
    }
}
