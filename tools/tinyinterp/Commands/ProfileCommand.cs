// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.CommandLine;
using System.Globalization;
using System.Linq;
using Spectre.Console;
using TinyInterp.IlMeter;
using TinyInterp.Schema;
using TinyInterp.Tool.Compile;
using TinyInterp.Tool.Inspect;

namespace TinyInterp.Tool.Commands;

/// <summary>profile: what an Invoke costs on the VM, node by node.</summary>
internal static class ProfileCommand
{
    private const int BarWidth = 30;

    internal static Command New(ToolConsole console)
    {
        Argument<string> model = Common.Model();
        BoardOptions boards = new BoardOptions("Predict milliseconds for this board");
        Option<double?> nsPerUnit = new Option<double?>("--ns-per-unit")
        {
            Description = "Nanoseconds per unit, as the self-test measured them on your board, instead of the known figure.",
            HelpName = "X",
        };
        Option<bool> lean = Common.Lean();
        Option<int?> arena = new Option<int?>("--arena")
        {
            Description = "Use an arena of this many bytes, instead of the size with which the model is fastest.",
            HelpName = "BYTES",
        };
        Option<bool> compiled = Common.Compiled("Profile the compiled model as well as the interpreter.");
        Option<bool> json = Common.Json();
        ToolCommand command = new ToolCommand(
            "profile",
            "Counts what one Invoke executes on the device build: instructions, cost units (one unit is one ldloc.0) and allocations.",
            "tinyinterp profile model.tflite --board ESP32_PSRAM_REV3")
        {
            model, boards.Board, boards.File, nsPerUnit, lean, arena, compiled, json,
        };
        command.SetAction(result => result.GetValue(compiled)
            ? CompiledCost.Print(
                console, result.GetRequiredValue(model), InputFiles.Read(result.GetRequiredValue(model)), WithSpeed(boards.Choose(result), result.GetValue(nsPerUnit)),
                result.GetValue(json))
            : Profile(
            console, result.GetRequiredValue(model), WithSpeed(boards.Choose(result), result.GetValue(nsPerUnit)), result.GetValue(lean),
            result.GetValue(arena), result.GetValue(json)));
        return command;
    }

    private static int Profile(ToolConsole console, string file, Board? board, bool lean, int? arena, bool json)
    {
        byte[] bytes = ModelFiles.Read(file);
        ModelFiles.RequireRunnable(file, bytes);
        ModelView model = new ModelView(new FlatBufferReader(bytes));
        ArenaNeeds needs = ArenaNeeds.Of(bytes);
        long arenaBytes = arena ?? (lean ? needs.LeanBytes : needs.FastBytes);
        if (arenaBytes < needs.LeanBytes)
        {
            throw new ToolException(
                ExitCodes.BadInput, file + ": runs with an arena of " + needs.LeanBytes + " bytes and no less; --arena is " + arenaBytes);
        }

        ModelProfile profile = IlProfiler.OfThisProgram().Profile(bytes, (int)arenaBytes);
        Row[] rows = profile.Nodes.Select(node => new Row(model, node)).OrderByDescending(row => row.Units).ToArray();
        long macs = rows.Sum(row => row.Macs);
        IlReading total = profile.Total;
        if (json)
        {
            console.WriteJson(new
            {
                File = file,
                Macs = macs,
                ArenaBytes = arenaBytes,
                IlCount = total.Instructions,
                total.Units,
                UnitsPerMac = macs == 0 ? (double?)null : total.Units / macs,
                total.Allocations,
                CallDepth = total.MaxDepth,
                ByClass = Enum.GetValues<IlClass>().ToDictionary(c => char.ToLowerInvariant(c.ToString()[0]) + c.ToString().Substring(1), c => total.ByClass[(int)c]),
                Board = board == null ? null : new
                {
                    board.Name,
                    board.NsPerUnit,
                    board.IsMeasured,
                    Basis = board.Basis.ToString().ToLowerInvariant(),
                    board.Origin,
                    Milliseconds = Milliseconds(total.Units, board),
                },
                Nodes = rows,
            });
            return ExitCodes.Success;
        }

        Print(console.Rich(), rows, total, macs, board, "arena: " + Number(arenaBytes) + " bytes" + Other(needs, arenaBytes));
        return ExitCodes.Success;
    }

    /// <summary>What other sizes of the arena would be.</summary>
    private static string Other(ArenaNeeds needs, long arenaBytes)
    {
        return (arenaBytes < needs.FastBytes ? "; fastest with " + Number(needs.FastBytes) : string.Empty)
            + (arenaBytes > needs.LeanBytes ? "; runs with " + Number(needs.LeanBytes) + " (--lean)" : string.Empty);
    }

    /// <summary>The board at the speed that the user has measured.</summary>
    private static Board? WithSpeed(Board? board, double? nsPerUnit)
    {
        if (nsPerUnit == null)
        {
            return board;
        }

        if (!(nsPerUnit > 0) || double.IsInfinity(nsPerUnit.Value))
        {
            throw new ToolException(ExitCodes.BadInput, "--ns-per-unit must be above 0");
        }

        return (board ?? new Board("your board", 0, SpeedBasis.Measurement, "--ns-per-unit")) with
        {
            NsPerUnit = nsPerUnit.Value,
            Basis = SpeedBasis.Measurement,
            Origin = "--ns-per-unit",
        };
    }

    private static void Print(IAnsiConsole console, Row[] rows, IlReading total, long macs, Board? board, string arena)
    {
        Table table = new Table().Border(TableBorder.Horizontal);
        foreach (string header in new[] { "Node", "Operator", "MACs", "IL", "Units", "Units/MAC", board == null ? string.Empty : "ms", "Share" })
        {
            table.AddColumn(new TableColumn(header) { NoWrap = true });
        }

        foreach (int right in new[] { 0, 2, 3, 4, 5, 6 })
        {
            table.Columns[right].RightAligned();
        }

        double largest = rows.Length == 0 ? 1 : rows[0].Units;
        foreach (Row row in rows)
        {
            table.AddRow(new[]
            {
                row.Subgraph == 0 ? row.Node.ToString() : row.Subgraph + "." + row.Node, row.Operator, Number(row.Macs), Number(row.IlCount), Number(row.Units),
                row.UnitsPerMac.HasValue ? row.UnitsPerMac.Value.ToString("0.0", CultureInfo.InvariantCulture) : string.Empty,
                board == null ? string.Empty : Milliseconds(row.Units, board).ToString("0.00", CultureInfo.InvariantCulture),
                new string('█', (int)Math.Round(BarWidth * row.Units / largest)),
            }.Select(Markup.Escape).ToArray());
        }

        console.Write(table);
        Line(console, arena);
        Line(console, "total: " + Number(macs) + " MACs, " + Number(total.Instructions) + " IL, " + Number(total.Units) + " units"
            + (macs == 0 ? string.Empty : ", " + (total.Units / macs).ToString("0.0", CultureInfo.InvariantCulture) + " units/MAC")
            + ", " + total.Allocations + " allocations, call depth " + total.MaxDepth);
        if (board != null)
        {
            Line(console, board.Name + ": " + Text(Milliseconds(total.Units, board)) + " ms at "
                + board.NsPerUnit.ToString(CultureInfo.InvariantCulture) + " ns a unit (" + board.BasisText + ": " + board.Origin + ")");
        }
    }

    private static void Line(IAnsiConsole console, string text)
    {
        console.WriteLine(text);
    }

    private static string Number(double value)
    {
        return value == 0 ? string.Empty : value.ToString("#,0", CultureInfo.InvariantCulture);
    }

    private static string Text(double milliseconds)
    {
        return milliseconds.ToString(milliseconds < 1 ? "0.0000" : "0.0", CultureInfo.InvariantCulture);
    }

    private static double Milliseconds(double units, Board board)
    {
        return units * board.NsPerUnit / 1e6;
    }

    /// <summary>One node of the table and of the JSON.</summary>
    private sealed class Row
    {
        internal Row(ModelView model, NodeProfile profile)
        {
            OperatorReport node = SubgraphReport.OperatorAt(model, profile.Subgraph, profile.Node);
            Subgraph = profile.Subgraph;
            Node = profile.Node;
            Operator = node.Operator;
            Runs = profile.Runs;
            Macs = node.Macs * profile.Runs;
            IlCount = profile.Instructions;
            Units = profile.Units;
            UnitsPerMac = Macs == 0 ? null : Units / Macs;
            Allocations = profile.Allocations;
        }

        public int Subgraph { get; }

        public int Node { get; }

        public string Operator { get; }

        public int Runs { get; }

        public long Macs { get; }

        public long IlCount { get; }

        public double Units { get; }

        public double? UnitsPerMac { get; }

        public long Allocations { get; }
    }
}
