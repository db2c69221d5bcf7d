// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using TinyInterp.Compiler.Arithmetic;
using TinyInterp.Compiler.Graph;
using TinyInterp.Compiler.Kernels;
using TinyInterp.Compiler.Writing;
using TinyInterp.Schema;

namespace TinyInterp.Compiler.Elementwise;

/// <summary>
/// ADD and SUB of two int8 tensors of the same shape: out = clamp[(first(x) + y · second) >> shift], where the line was proved against the kernel
/// for all pairs of stored values.
/// </summary>
public sealed class ScaledSumCode : LayerCode
{
    private readonly PairLine _line;
    private readonly ClampTable _table;

    private ScaledSumCode(GraphNode node, PairLine line, ClampTable table)
        : base(node)
    {
        _line = line;
        _table = table;
    }

    /// <inheritdoc/>
    public override string Form => _line.Slope != null ? "line" : "line with a table";

    /// <inheritdoc/>
    public override IEnumerable<GraphTensor> InPlaceInputs => [Node.Input(0), Node.Input(1)];

    private GraphTensor One => Node.Input(0);

    private GraphTensor Two => Node.Input(1);

    private GraphTensor Output => Node.Outputs[0];

    /// <summary>The code, or null where shapes or types differ or there is no line.</summary>
    public static ScaledSumCode? TryNew(GraphNode node, ClampTables tables)
    {
        PairLine? line = FindLine(node, false);
        ClampTable? table = line == null ? null : tables.Narrow(node.Outputs[0].Min, node.Outputs[0].Max, line.Lowest, line.Highest);
        return line == null || table == null ? null : new ScaledSumCode(node, line, table);
    }

    /// <inheritdoc/>
    public override void Write(ModelWriter writer)
    {
        List<string> arrays = new() { writer.Region(One), _table.Name };
        LineCode line = new LineCode(_line, _table);
        string first = "{0} * " + _line.Slope + LineCode.Signed(_line.Addend - line.Lowered);
        if (_line.Slope == null)
        {
            string terms = "terms" + Node.Index;
            arrays.Add(terms);
            writer.Add(line.Terms(terms, _line.First.Length, x => x));
            first = terms + "[{0}" + LineCode.Signed(-One.Min) + "]";
        }

        writer.AddPart(this, string.Empty, arrays, code => ElementLoop.Write(
            code, Output.Offset, Output.ElementCount, p =>
            [
                "a[" + p + "] = " + line.Result(
                    string.Format(first, "a[" + ElementLoop.At(p, One.Offset - Output.Offset) + "]"),
                    "a[" + ElementLoop.At(p, Two.Offset - Output.Offset) + "]") + ";",
            ]));
    }

    /// <summary>The line of an ADD or SUB, whose output's range it narrows; null where there is none.</summary>
    /// <param name="node">The node.</param>
    /// <param name="isSwapped">Whether x is the second input and y the first.</param>
    internal static PairLine? FindLine(GraphNode node, bool isSwapped)
    {
        if (node.Code is not (BuiltinOperator.Add or BuiltinOperator.Sub) || !KernelProbe.IsComputedInt8(node.Input(0))
            || !KernelProbe.IsComputedInt8(node.Input(1)) || node.Input(0).Storage == node.Input(1).Storage
            || !node.Input(0).Tensor.HasShapeOf(node.Input(1).Tensor))
        {
            return null;
        }

        GraphTensor one = node.Input(0);
        GraphTensor two = node.Input(1);
        GraphTensor output = node.Outputs[0];
        sbyte[,]? results = KernelProbe.Pairs(node);
        if (results == null)
        {
            return null;
        }

        double factor1 = (double)one.Tensor.Scale / output.Tensor.Scale;
        double factor2 = (double)two.Tensor.Scale / output.Tensor.Scale * (node.Code == BuiltinOperator.Sub ? -1 : 1);
        PairLine? line = isSwapped
            ? PairLine.Find(Transposed(results), two.Min, one.Min, factor2, factor1)
            : PairLine.Find(results, one.Min, two.Min, factor1, factor2);
        if (line != null)
        {
            (output.Min, output.Max) = RangeOf(results);
        }

        return line;
    }

    private static sbyte[,] Transposed(sbyte[,] results)
    {
        sbyte[,] transposed = new sbyte[results.GetLength(1), results.GetLength(0)];
        for (int x = 0; x < results.GetLength(0); x++)
        {
            for (int y = 0; y < results.GetLength(1); y++)
            {
                transposed[y, x] = results[x, y];
            }
        }

        return transposed;
    }

    /// <summary>The least and the greatest result.</summary>
    private static (int Min, int Max) RangeOf(sbyte[,] results)
    {
        int min = sbyte.MaxValue;
        int max = sbyte.MinValue;
        foreach (sbyte result in results)
        {
            min = System.Math.Min(min, result);
            max = System.Math.Max(max, result);
        }

        return (min, max);
    }
}
