// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Linq;
using TinyInterp.Compiler.Arithmetic;
using TinyInterp.Compiler.Writing;

namespace TinyInterp.Compiler.Elementwise;

/// <summary>The C# of a line of two values. The table's first entry is taken out of the line where 32 bits allow it.</summary>
internal sealed class LineCode
{
    private readonly PairLine _line;
    private readonly ClampTable _table;

    internal LineCode(PairLine line, ClampTable table)
    {
        _line = line;
        _table = table;
        bool fits = (long)(table.Last - table.First + 1) << line.Shift <= int.MaxValue && (long)table.First << line.Shift >= int.MinValue / 2;
        Lowered = fits ? table.First << line.Shift : 0;
    }

    /// <summary>What is taken off the line, so that the shift leaves an index into the table.</summary>
    internal int Lowered { get; }

    /// <summary>The clamped result.</summary>
    /// <param name="first">What x contributes, less <see cref="Lowered"/>.</param>
    /// <param name="y">The other value.</param>
    internal string Result(string first, string y)
    {
        string index = "(" + first + " + " + y + " * " + _line.Second + ") >> " + _line.Shift;
        return _table.Name + "[" + (Lowered == 0 && _table.First != 0 ? "(" + index + ")" + Signed(-_table.First) : index) + "]";
    }

    /// <summary>The table of what x contributes.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="count">Number of entries.</param>
    /// <param name="x">The value of x for an entry, counted from the least.</param>
    internal ArrayField Terms(string name, int count, Func<int, int> x)
    {
        return new ArrayField(
            name, "int", 4, () => count,
            () => "new int[] { " + string.Join(", ", Enumerable.Range(0, count).Select(i => _line.First[x(i)] - Lowered)) + " }");
    }

    internal static string Signed(int value)
    {
        return value == 0 ? string.Empty : value < 0 ? " - " + -(long)value : " + " + value;
    }
}
