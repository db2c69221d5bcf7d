// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;

namespace TinyInterp.CodeGeneration;

/// <summary>A number format in which signals are transformed; the device's C# has no generic arithmetic.</summary>
/// <param name="Suffix">What ends the names of its classes.</param>
/// <param name="Element">The type of an array's element.</param>
/// <param name="Value">The type in which elements are computed.</param>
/// <param name="FractionBits">Fractional bits of a fixed-point number; 0 for floating point.</param>
public sealed record NumberFormat(string Suffix, string Element, string Value, int FractionBits)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<NumberFormat> All { get; } =
    [
        new("Int16", "short", "int", 15),
        new("Int32", "int", "long", 31),
        new("Single", "float", "float", 0),
    ];

    /// <summary>Whether it is a fixed-point format.</summary>
    public bool IsFixed => FractionBits != 0;

    /// <summary>The largest value, which stands for one.</summary>
    public long One => (1L << FractionBits) - 1;

    /// <summary>Bytes of an element.</summary>
    public int Bytes => Element == "short" ? 2 : 4;
}
