// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Globalization;
using System.Linq;
using TinyInterp.Compiler;
using TinyInterp.Compiler.Measure;
using TinyInterp.IlMeter;

namespace TinyInterp.Tool.Compile;

/// <summary>What `profile --compiled` and `inspect --compiled` print: the layers, what they cost, and the interpreter's cost beside it.</summary>
internal static class CompiledCost
{
    internal static int Print(ToolConsole console, string file, byte[] bytes, Board? board, bool json, bool showsBoards = false)
    {
        CompiledSource source = CompiledModels.Compile(file, bytes);
        CompiledProfile profile = CompiledProfiler.Profile(source);
        ModelProfile interpreted = IlProfiler.OfThisProgram().Profile(bytes);
        DeviceHeapReport? heap = showsBoards ? new DeviceHeap(InstrumentedAssemblies.OfThisProgram()).Predict(bytes) : null;
        BoardCost[]? boards = heap != null
            ? (board == null ? BoardList.Known : [board]).Select(one => new BoardCost(one, profile.Total.Units, interpreted.Total.Units, profile.Heap, heap)).ToArray()
            : null;
        long macs = source.Layers.Sum(layer => layer.Macs);
        double? Milliseconds(double units) => board == null ? null : units * board.NsPerUnit / 1e6;
        string OnBoard(double units) => board == null ? string.Empty : ", " + Fraction(units * board.NsPerUnit / 1e6) + " ms on " + board.Name;
        if (json)
        {
            console.WriteJson(new
            {
                File = file,
                Compiled = true,
                Macs = macs,
                profile.Total.Units,
                UnitsPerMac = macs == 0 ? (double?)null : profile.Total.Units / macs,
                IlCount = profile.Total.Instructions,
                profile.Total.Allocations,
                CallDepth = profile.Total.MaxDepth,
                source.CodeBytes,
                Ram = new { source.ActivationBytes, source.TableBytes, source.KernelBytes },
                Board = board == null ? null : new
                {
                    board.Name,
                    board.NsPerUnit,
                    Milliseconds = Milliseconds(profile.Total.Units),
                    InterpretedMilliseconds = Milliseconds(interpreted.Total.Units),
                },
                Heap = new { profile.Heap.LiveBytes, profile.Heap.NeededBytes, InterpretedNeededBytes = heap?.NeededBytes },
                Boards = boards,
                Interpreted = new { interpreted.Total.Units, UnitsPerMac = macs == 0 ? (double?)null : interpreted.Total.Units / macs },
                Layers = profile.Layers.Select(cost => new
                {
                    cost.Layer.Node,
                    cost.Layer.Operator,
                    cost.Layer.Form,
                    cost.Layer.Macs,
                    CodeBytes = cost.Layer.Bytes,
                    cost.Units,
                    UnitsPerMac = cost.Layer.Macs == 0 ? (double?)null : cost.Units / cost.Layer.Macs,
                }),
            });
            return ExitCodes.Success;
        }

        foreach (LayerCost cost in profile.Layers)
        {
            LayerReport layer = cost.Layer;
            if (layer.Classes.Count == 0)
            {
                // A kernel's code is its library's, and a fused node's is that of the layer that computes it.
                console.Output.WriteLine("node " + layer.Node + ", " + layer.Operator + ": " + layer.Form);
                continue;
            }

            console.Output.WriteLine("node " + layer.Node + ", " + layer.Operator + ": " + layer.Form + ", " + Number(layer.Bytes) + " bytes of code, "
                + Number(cost.Units) + " units" + (layer.Macs == 0 ? string.Empty : ", " + Fraction(cost.Units / layer.Macs) + " a MAC"));
        }

        console.Output.WriteLine("compiled: " + Number(profile.Total.Units) + " units" + PerMac(profile.Total.Units, macs) + ", "
            + Number(source.CodeBytes) + " bytes of code, " + Number(source.ActivationBytes) + " bytes of activations, " + Number(source.TableBytes)
            + " of tables, " + Number(source.KernelBytes) + " of kernels' constants, " + profile.Total.Allocations + " allocations"
            + OnBoard(profile.Total.Units));
        console.Output.WriteLine("interpreted: " + Number(interpreted.Total.Units) + " units" + PerMac(interpreted.Total.Units, macs)
            + OnBoard(interpreted.Total.Units));
        if (heap != null && boards != null)
        {
            console.Output.WriteLine("heap: " + Number(profile.Heap.NeededBytes) + " bytes compiled, " + Number(heap.NeededBytes) + " interpreted, loading included");
            BoardCost.Print(console.Output, boards);
        }

        return ExitCodes.Success;
    }

    private static string PerMac(double units, long macs)
    {
        return macs == 0 ? string.Empty : ", " + Fraction(units / macs) + " a MAC";
    }

    private static string Number(double value)
    {
        return value.ToString("#,0", CultureInfo.InvariantCulture);
    }

    private static string Fraction(double value)
    {
        return value.ToString("0.00", CultureInfo.InvariantCulture);
    }
}
