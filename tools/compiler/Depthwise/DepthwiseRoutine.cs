// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using TinyInterp.Compiler.Writing;

namespace TinyInterp.Compiler.Depthwise;

/// <summary>
/// The routine for one output channel of a depthwise shape: weights and requantisation come as arguments. A line of words across the walk is packed
/// from three far places of the input, kept in locals for as many steps as the filter has rows, and multiplied by the weights.
/// </summary>
internal sealed class DepthwiseRoutine
{
    private readonly DepthwiseShape _shape;
    private readonly bool _isOneStep;
    private readonly int _shift;

    internal DepthwiseRoutine(DepthwiseShape shape, bool isOneStep, int shift)
    {
        _shape = shape;
        _isOneStep = isOneStep;
        _shift = shift;
    }

    /// <summary>The distinct sets of filter cells across that lie inside the input, each with the output cells it belongs to.</summary>
    internal IReadOnlyList<(int First, int End)> Patterns =>
        Enumerable.Range(0, _shape.Across.Output).Select(Inside).Distinct().ToArray();

    /// <summary>The parameters behind the array, the table and the places of input and output.</summary>
    internal void Write(CSharpWriter code)
    {
        DepthwiseShape s = _shape;
        int taps = s.Along.Filter * s.Across.Filter;
        IReadOnlyList<(int First, int End)> patterns = Patterns;
        List<string> parameters = new() { "sbyte[] a", ", sbyte[] clamp", ", int toInput", ", int q", ", long multiplier", ", long addend" };
        if (!_isOneStep)
        {
            parameters.Add(", long half");
        }

        parameters.Add(", int low");
        parameters.AddRange(Enumerable.Range(0, taps).Select(k => ", int weight" + k));
        code.Wrapped("public static void Channel(", parameters, ")");
        code.Open();
        code.Line("int p = q + toInput;");
        code.Line("long s;");
        code.Line("long mask = 0x" + ((1L << DepthwiseShape.LaneBits) - 1).ToString("X") + ";");
        code.Wrapped("long ", Enumerable.Range(0, taps).Select(k => (k == 0 ? "w" : ", w") + k + " = weight" + k), ";");
        WriteStarts(code, patterns);
        if (!_isOneStep)
        {
            code.Line("long v;");
        }

        code.Wrapped("long ", Rows().SelectMany(row => Cells().Select(cell => (row + cell == 0 ? string.Empty : ", ") + Word(row, cell) + " = 0")), ";");
        int fresh = Math.Min(s.Along.Stride, s.Along.Filter);
        int warmUp = (s.Along.Filter - fresh + s.Along.Stride - 1) / s.Along.Stride;
        bool readsAhead = s.IsInPlace && s.Along.Filter - 1 - s.Along.Padding == 1;
        if (readsAhead)
        {
            WriteLineAhead(code, warmUp);
        }

        code.Open("for (int y = " + -warmUp * s.Along.Stride + "; y < " + s.Walk * s.Along.Stride + "; y += " + s.Along.Stride + ")");
        for (int row = 0; row < s.Along.Filter - fresh; row++)
        {
            foreach (int cell in Cells())
            {
                code.Line(Word(row, cell) + " = " + Word(row + s.Along.Stride, cell) + ";");
            }
        }

        for (int row = s.Along.Filter - fresh; row < s.Along.Filter; row++)
        {
            if (readsAhead)
            {
                code.Open("if (y == " + (s.Walk - 1) + ")");
                foreach (int cell in Cells())
                {
                    code.Line(Word(row, cell) + " = ahead" + cell + ";");
                }

                code.Close();
                code.Open("else");
            }

            WritePacking(code, row);
            if (readsAhead)
            {
                code.Close();
            }
        }

        if (warmUp > 0)
        {
            code.Open("if (y >= 0)");
        }

        int rowsOfLast = s.Along.Output - s.Base(DepthwiseShape.Lanes - 1);
        bool isShort = rowsOfLast < s.Walk;
        if (isShort)
        {
            code.Open("if (y < " + rowsOfLast + ")");
        }

        WriteRow(code, patterns, DepthwiseShape.Lanes);
        if (isShort)
        {
            code.Close();
            code.Open("else");
            WriteRow(code, patterns, DepthwiseShape.Lanes - 1);
            code.Close();
        }

        code.Line("q += " + s.OutputStep.Along + ";");
        if (warmUp > 0)
        {
            code.Close();
        }

        code.Line("p += " + s.InputStep.Along * s.Along.Stride + ";");
        code.Close();
        code.Close();
    }

    /// <summary>How far behind the channel's first input element p begins.</summary>
    internal int FirstPlace
    {
        get
        {
            int fresh = Math.Min(_shape.Along.Stride, _shape.Along.Filter);
            int warmUp = (_shape.Along.Filter - fresh + _shape.Along.Stride - 1) / _shape.Along.Stride;
            return -warmUp * _shape.Along.Stride * _shape.InputStep.Along;
        }
    }

    private static string Word(int row, int cell)
    {
        return "r" + row + "_" + cell;
    }

    private IEnumerable<int> Rows()
    {
        return Enumerable.Range(0, _shape.Along.Filter);
    }

    private IEnumerable<int> Cells()
    {
        return Enumerable.Range(0, _shape.Across.Input);
    }

    /// <summary>
    /// What the lanes begin with for each pattern: the distance from the least sum, and the share that the cells outside would have had.
    /// </summary>
    private void WriteStarts(CSharpWriter code, IReadOnlyList<(int First, int End)> patterns)
    {
        for (int k = 0; k < patterns.Count; k++)
        {
            int[] outside = Enumerable.Range(0, _shape.Across.Filter).Where(cell => cell < patterns[k].First || cell >= patterns[k].End).ToArray();
            string[] weights = outside.SelectMany(cell => Rows().Select(row => "w" + Tap(row, cell))).ToArray();
            code.Line("s = low" + (weights.Length == 0 ? string.Empty : " + (" + string.Join(" + ", weights) + ") * " + _shape.ZeroPoint) + ";");
            code.Line("long start" + k + " = s + (s << " + DepthwiseShape.LaneBits + ") + (s << " + 2 * DepthwiseShape.LaneBits + ");");
        }
    }

    private int Tap(int row, int cell)
    {
        return _shape.IsVertical ? row * _shape.Across.Filter + cell : cell * _shape.Along.Filter + row;
    }

    private (int First, int End) Inside(int output)
    {
        int origin = output * _shape.Across.Stride - _shape.Across.Padding;
        return (Math.Max(0, -origin), Math.Min(_shape.Across.Filter, _shape.Across.Input - origin));
    }

    /// <summary>A line of words; the line lies y + row − padding below the first of each third.</summary>
    private void WritePacking(CSharpWriter code, int row)
    {
        DepthwiseShape s = _shape;
        int shift = row - s.Along.Padding;
        int[] lanes = Enumerable.Range(0, DepthwiseShape.Lanes).ToArray();
        int[] starts = lanes.Select(lane => s.Base(lane) * s.Along.Stride + shift).ToArray();
        int lowest = -((s.Along.Filter - 1) / s.Along.Stride + 1) * s.Along.Stride;
        int highest = (s.Walk - 1) * s.Along.Stride;
        bool above = starts.Any(start => start + lowest < 0);
        bool below = starts.Any(start => start + highest >= s.Along.Input);
        string check = (above ? "y >= " + -starts.Min() : string.Empty) + (above && below ? " && " : string.Empty)
            + (below ? "y < " + (s.Along.Input - starts.Max()) : string.Empty);
        if (check.Length != 0)
        {
            code.Open("if (" + check + ")");
        }

        foreach (int cell in Cells())
        {
            // Two lanes fit an int; only their sum is widened.
            code.Line(Word(row, cell) + " = (" + Element(0, starts[0], cell) + " + (" + Element(0, starts[1], cell) + " << " + DepthwiseShape.LaneBits
                + ")) + " + Element(2, starts[2], cell) + ";");
        }

        if (check.Length == 0)
        {
            return;
        }

        code.Close();
        code.Open("else");
        foreach (int lane in lanes)
        {
            bool canBeAbove = starts[lane] + lowest < 0;
            bool canBeBelow = starts[lane] + highest >= s.Along.Input;
            string inside = (canBeAbove ? "y >= " + -starts[lane] : string.Empty) + (canBeAbove && canBeBelow ? " && " : string.Empty)
                + (canBeBelow ? "y < " + (s.Along.Input - starts[lane]) : string.Empty);
            string set = lane == 0 ? " = " : " += ";
            if (inside.Length != 0)
            {
                code.Open("if (" + inside + ")");
            }

            foreach (int cell in Cells())
            {
                code.Line(Word(row, cell) + set + Element(lane, starts[lane], cell) + ";");
            }

            if (inside.Length != 0)
            {
                code.Close();
                code.Open("else");
                foreach (int cell in Cells())
                {
                    code.Line(Word(row, cell) + set + CSharpWriter.Long((long)s.ZeroPoint << (lane * DepthwiseShape.LaneBits)) + ";");
                }

                code.Close();
            }
        }

        code.Close();
    }

    private string Element(int lane, int start, int cell)
    {
        int offset = start * _shape.InputStep.Along + cell * _shape.InputStep.Across;
        string place = "a[p" + (offset == 0 ? string.Empty : offset < 0 ? " - " + -offset : " + " + offset) + "]";
        return lane == 0 ? place : "((long)" + place + " << " + lane * DepthwiseShape.LaneBits + ")";
    }

    /// <summary>The line below each third, which the next lane overwrites before this one needs it.</summary>
    private void WriteLineAhead(CSharpWriter code, int warmUp)
    {
        DepthwiseShape s = _shape;
        foreach (int cell in Cells())
        {
            IEnumerable<string> lanes = Enumerable.Range(0, DepthwiseShape.Lanes).Select(lane =>
            {
                int line = s.Base(lane) + s.Walk;
                return line >= s.Along.Input
                    ? CSharpWriter.Long((long)s.ZeroPoint << (lane * DepthwiseShape.LaneBits))
                    : Element(lane, line + warmUp, cell);
            });
            code.Line("long ahead" + cell + " = " + string.Join(" + ", lanes) + ";");
        }
    }

    private void WriteRow(CSharpWriter code, IReadOnlyList<(int First, int End)> patterns, int lanes)
    {
        for (int x = 0; x < _shape.Across.Output; x++)
        {
            WriteOutputs(code, x, patterns, lanes);
        }
    }

    private void WriteOutputs(CSharpWriter code, int x, IReadOnlyList<(int First, int End)> patterns, int lanes)
    {
        DepthwiseShape s = _shape;
        (int First, int End) inside = Inside(x);
        int start = Enumerable.Range(0, patterns.Count).First(k => patterns[k] == inside);
        int origin = x * s.Across.Stride - s.Across.Padding;
        List<string> products = new();
        foreach (int row in Rows())
        {
            for (int j = inside.First; j < inside.End; j++)
            {
                products.Add(" + w" + Tap(row, j) + " * " + Word(row, origin + j));
            }
        }

        code.Wrapped("s = start" + start, products, ";");
        for (int lane = 0; lane < lanes; lane++)
        {
            if (lane > 0 && s.Base(lane) == s.Base(lane - 1))
            {
                continue;
            }

            int offset = s.Base(lane) * s.OutputStep.Along + x * s.OutputStep.Across;
            string target = "a[q" + (offset == 0 ? string.Empty : " + " + offset) + "]";
            string sum = lane == 0 ? "(s & mask)" : lane == 1 ? "((s >> " + DepthwiseShape.LaneBits + ") & mask)" : "(s >> " + 2 * DepthwiseShape.LaneBits + ")";
            if (_isOneStep)
            {
                code.Line(target + " = clamp[(int)((" + sum + " * multiplier + addend) >> " + _shift + ")];");
            }
            else
            {
                code.Line("v = (" + sum + " * multiplier + addend) >> 31;");
                code.Line(target + " = clamp[(int)((v + (v >> 63) + half) >> " + _shift + ")];");
            }
        }
    }
}
