// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using TinyInterp.Compiler.Writing;

namespace TinyInterp.Compiler.Elementwise;

/// <summary>Writes a loop over elements, as many of them in a turn as divide their number: a turn costs as much as reading two elements.</summary>
internal static class ElementLoop
{
    private const int MostInTurn = 8;

    /// <summary>Writes the loop.</summary>
    /// <param name="code">Where to.</param>
    /// <param name="start">What p is for the first element.</param>
    /// <param name="count">Number of elements.</param>
    /// <param name="statements">The statements for the element at p, which is an expression.</param>
    internal static void Write(CSharpWriter code, int start, int count, Func<string, IEnumerable<string>> statements)
    {
        int inTurn = Enumerable.Range(1, MostInTurn).Last(n => count % n == 0);
        inTurn = inTurn < 3 && count > MostInTurn ? 4 : inTurn;
        int whole = count / inTurn * inTurn;
        code.Open("for (int p = " + start + "; p < " + (start + whole) + "; p += " + inTurn + ")");
        for (int i = 0; i < inTurn; i++)
        {
            WriteAll(code, statements(At("p", i)));
        }

        code.Close();
        for (int i = whole; i < count; i++)
        {
            WriteAll(code, statements((start + i).ToString()));
        }
    }

    /// <summary>An index some elements behind another: constants are added up here, not by the device.</summary>
    internal static string At(string p, int distance)
    {
        int plus = p.IndexOf(" + ", StringComparison.Ordinal);
        if (plus >= 0)
        {
            return At(p.Substring(0, plus), int.Parse(p.Substring(plus + 3)) + distance);
        }

        return int.TryParse(p, out int place) ? (place + distance).ToString()
            : distance == 0 ? p : distance > 0 ? p + " + " + distance : p + " - " + -distance;
    }

    private static void WriteAll(CSharpWriter code, IEnumerable<string> statements)
    {
        foreach (string statement in statements)
        {
            code.Line(statement);
        }
    }
}
