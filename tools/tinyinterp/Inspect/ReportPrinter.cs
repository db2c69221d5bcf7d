// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Spectre.Console;

namespace TinyInterp.Tool.Inspect;

/// <summary>Prints a report for people.</summary>
internal sealed class ReportPrinter
{
    private const int NameLength = 40;
    private const int PictureWidth = 64;
    private const int PictureHeight = 16;

    private readonly IAnsiConsole _console;

    internal ReportPrinter(IAnsiConsole console)
    {
        _console = console;
    }

    internal void Print(ModelReport report)
    {
        int operators = report.Subgraphs.Sum(subgraph => subgraph.Operators.Count);
        Line(report.File + ": " + Number(report.Bytes) + " bytes, " + Counted(report.Subgraphs.Count, "subgraph") + ", "
            + Counted(operators, "operator") + ", " + Number(report.Macs) + " MACs");
        if (report.Description.Length != 0)
        {
            Line(report.Description);
        }

        foreach (SubgraphReport subgraph in report.Subgraphs)
        {
            Print(subgraph);
        }

        PrintTotals(report.Arena);
        PrintFloatEnds(report.FloatEnds);
        PrintUnsupported(report.Unsupported);
    }

    private void Print(SubgraphReport subgraph)
    {
        Line(string.Empty);
        Line("Subgraph " + subgraph.Index + (subgraph.Name.Length == 0 ? string.Empty : " " + subgraph.Name)
            + (subgraph.IsUsed ? string.Empty : " (nothing calls it)") + (subgraph.Runs == 1 ? string.Empty : ", run " + Number(subgraph.Runs) + " times"));
        PrintOperators(subgraph);
        PrintTensors(subgraph);
        if (subgraph.Arena != null && subgraph.Arena.Entries.Count != 0)
        {
            PrintPlan(subgraph.Arena);
        }
    }

    private void PrintOperators(SubgraphReport subgraph)
    {
        Table table = NewTable("Node", "Operator", "Version", "Types", "Shapes", "MACs", "Kernel", "Scratch", string.Empty);
        AlignRight(table, 0, 2, 5, 6, 7);
        foreach (OperatorReport node in subgraph.Operators)
        {
            Row(table, Number(node.Index), node.Operator, Number(node.Version), node.Types, node.Shapes,
                node.Macs == 0 ? string.Empty : Number(node.Macs), Bytes(node.KernelBytes), Bytes(node.ScratchBytes), node.IsSupported ? string.Empty : "unsupported");
        }

        _console.Write(table);
    }

    private static string Bytes(long? bytes)
    {
        return bytes is > 0 ? Number(bytes.Value) : string.Empty;
    }

    private void PrintTensors(SubgraphReport subgraph)
    {
        Table table = NewTable("Tensor", "Name", "Type", "Shape", "Bytes", "Quantisation", "Role");
        AlignRight(table, 0, 4);
        foreach (TensorReport tensor in subgraph.Tensors)
        {
            Row(table, Number(tensor.Index), Short(tensor.Name), tensor.Type, tensor.ShapeText, Number(tensor.Bytes),
                Quantization(tensor), Role(subgraph, tensor));
        }

        _console.Write(table);
    }

    private void PrintPlan(ArenaReport arena)
    {
        Table table = NewTable("Mark", "Offset", "Bytes", "Region", "Live", "What");
        AlignRight(table, 1, 2);
        for (int i = 0; i < arena.Entries.Count; i++)
        {
            ArenaEntry entry = arena.Entries[i];
            string name = entry.Tensor.HasValue ? "tensor " + entry.Tensor + " " + Short(entry.Name) : entry.Name;
            Row(table, ArenaPicture.Mark(i).ToString(), Number(entry.Offset), Number(entry.Bytes), entry.Region,
                Moment(entry.First, arena) + " to " + Moment(entry.Last, arena), name);
        }

        _console.Write(table);
        Line("Arena plan: bytes from bottom to top, nodes from left to right" + (arena.MomentCount > PictureWidth ? " (several to a column)" : string.Empty));
        foreach ((long address, string cells) in ArenaPicture.Draw(arena, PictureWidth, PictureHeight))
        {
            Line(Number(address).PadLeft(11) + " " + cells);
        }
    }

    private void PrintTotals(ArenaTotals? arena)
    {
        if (arena == null)
        {
            return;
        }

        Line(string.Empty);
        Line("Arena");
        Total("activations", arena.ActivationBytes, arena.ActivationBytes == arena.LowerBoundBytes
            ? "bytes, the most that are live at one moment"
            : "bytes; the most that are live at one moment: " + Number(arena.LowerBoundBytes));
        if (arena is { TotalBytes: long total, PlanBytes: long plan, VariableBytes: long variables, KernelBytes: long kernels })
        {
            Total("plan", plan, "bytes: activations, scratch and called subgraphs");
            Total("variables", variables, "bytes");
            Total("kernels", kernels, "bytes of parameters and tables");
            if (arena is { FastBytes: long fast, LeanBytes: long lean })
            {
                Total("packed", fast - total, "bytes of packed weights and look-up tables, for speed");
                Total("fast", fast, "bytes: an arena of this size gives full speed, as profile shows");
                Total("lean", lean, "bytes: the smallest arena with which the model runs (profile --lean)");
            }
        }
    }

    private void PrintFloatEnds(FloatEndsReport? ends)
    {
        if (ends != null)
        {
            Line(string.Empty);
            Line("tinyinterp strip-float-io makes " + Counted(ends.Inputs.Length, "float32 input") + " and " + Counted(ends.Outputs.Length, "output")
                + " integers, which saves " + Number(ends.SavedFastBytes) + " bytes (fast " + Number(ends.FastBytes) + ", lean "
                + Number(ends.LeanBytes) + ")");
        }
    }

    private void PrintUnsupported(IReadOnlyList<UnsupportedReport> unsupported)
    {
        if (unsupported.Count == 0)
        {
            return;
        }

        Line(string.Empty);
        Line("Unsupported: " + Counted(unsupported.Count, "problem"));
        foreach (UnsupportedReport item in unsupported)
        {
            Line("  " + (item.Operator == null ? string.Empty : item.Operator + ": ") + item.Message);
        }
    }

    private void Total(string what, long bytes, string remark)
    {
        Line("  " + what.PadRight(12) + Number(bytes).PadLeft(11) + " " + remark);
    }

    private void Line(string text)
    {
        _console.Profile.Out.Writer.WriteLine(text);
    }

    private static Table NewTable(params string[] columns)
    {
        Table table = new Table().Border(TableBorder.Simple);
        foreach (string column in columns)
        {
            table.AddColumn(new TableColumn(new Text(column)));
        }

        return table;
    }

    private static void AlignRight(Table table, params int[] columns)
    {
        foreach (int column in columns)
        {
            table.Columns[column].RightAligned();
        }
    }

    private static void Row(Table table, params string[] cells)
    {
        // Text, not markup: names in models may hold brackets.
        table.AddRow(cells.Select(cell => new Text(cell)));
    }

    private static string Quantization(TensorReport tensor)
    {
        if (tensor.Scales.Length == 0)
        {
            return string.Empty;
        }

        string zeroPoint = tensor.ZeroPoints.Length == 0 ? "0" : tensor.ZeroPoints.Distinct().Count() == 1
            ? Invariant(tensor.ZeroPoints[0]) : Invariant(tensor.ZeroPoints.Min()) + ".." + Invariant(tensor.ZeroPoints.Max());
        return tensor.Scales.Length == 1
            ? "scale " + Invariant(tensor.Scales[0]) + ", zero point " + zeroPoint
            : tensor.Scales.Length + " scales " + Invariant(tensor.Scales.Min()) + ".." + Invariant(tensor.Scales.Max())
                + " along dimension " + tensor.QuantizedDimension + ", zero point " + zeroPoint;
    }

    private static string Role(SubgraphReport subgraph, TensorReport tensor)
    {
        return tensor.IsVariable ? "variable"
            : Array.IndexOf(subgraph.Inputs, tensor.Index) >= 0 ? "input"
            : Array.IndexOf(subgraph.Outputs, tensor.Index) >= 0 ? "output"
            : tensor.IsConstant ? "constant" : string.Empty;
    }

    private static string Moment(int moment, ArenaReport arena)
    {
        return moment == 0 ? "start" : moment == arena.MomentCount - 1 ? "end" : "node " + (moment - 1);
    }

    private static string Short(string name)
    {
        return name.Length <= NameLength ? name : name.Substring(0, NameLength - 1) + "…";
    }

    private static string Counted(int count, string what)
    {
        return Number(count) + " " + what + (count == 1 ? string.Empty : "s");
    }

    private static string Number(long value)
    {
        return value.ToString("N0", CultureInfo.InvariantCulture);
    }

    private static string Invariant(IFormattable value)
    {
        return value.ToString(null, CultureInfo.InvariantCulture);
    }
}
