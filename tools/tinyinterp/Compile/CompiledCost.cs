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
    internal static int Print(ToolConsole console, string file, byte[] bytes, Board? board, bool json)
    {
        CompiledSource source = CompiledModels.Compile(file, bytes);
        CompiledProfile profile = CompiledProfiler.Profile(source);
        ModelProfile interpreted = IlProfiler.OfThisProgram().Profile(bytes);
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
            console.Output.WriteLine("node " + layer.Node + ", " + layer.Operator + ": " + layer.Form + ", " + Number(layer.Bytes) + " bytes of code, "
                + Number(cost.Units) + " units" + (layer.Macs == 0 ? string.Empty : ", " + Fraction(cost.Units / layer.Macs) + " a MAC"));
        }

        console.Output.WriteLine("compiled: " + Number(profile.Total.Units) + " units" + PerMac(profile.Total.Units, macs) + ", "
            + Number(source.CodeBytes) + " bytes of code, " + Number(source.ActivationBytes) + " bytes of activations, " + Number(source.TableBytes)
            + " of tables, " + Number(source.KernelBytes) + " of kernels' constants, " + profile.Total.Allocations + " allocations"
            + OnBoard(profile.Total.Units));
        console.Output.WriteLine("interpreted: " + Number(interpreted.Total.Units) + " units" + PerMac(interpreted.Total.Units, macs)
            + OnBoard(interpreted.Total.Units));
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
