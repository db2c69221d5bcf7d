// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Compiler.Writing;

/// <summary>A table whose entry i is clamp(i + First, Min, Max).</summary>
public sealed class ClampTable
{
    internal ClampTable(int min, int max, string prefix)
    {
        Name = prefix + (min < 0 ? "M" + -min : min.ToString()) + "To" + (max < 0 ? "M" + -max : max.ToString());
        Min = min;
        Max = max;
        First = min;
        Last = max;
    }

    /// <summary>The lowest entry.</summary>
    public int Min { get; }

    /// <summary>The highest entry.</summary>
    public int Max { get; }

    /// <summary>What entry 0 stands for.</summary>
    public int First { get; internal set; }

    /// <summary>What the last entry stands for.</summary>
    public int Last { get; internal set; }

    /// <summary>Number of entries, a byte each.</summary>
    public int Count => Last - First + 1;

    /// <summary>The name in generated code.</summary>
    public string Name { get; }
}
