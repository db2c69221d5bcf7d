// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using TinyInterp.Optimize.FloatEnds;
using TinyInterp.Tool.Inspect;

namespace TinyInterp.Tool.Commands;

/// <summary>strip-float-io: integer inputs and outputs instead of float32 ones.</summary>
internal static class StripFloatIoCommand
{
    internal static Command New(ToolConsole console)
    {
        Argument<string> model = Common.Model();
        Option<string> output = new Option<string>("--out", "-o")
        {
            Description = "File for the model with integer inputs and outputs.",
            HelpName = "FILE",
            Required = true,
        };
        Option<bool> json = Common.Json();
        ToolCommand command = new ToolCommand(
            "strip-float-io",
            "Removes QUANTIZE at float32 inputs and DEQUANTIZE at float32 outputs. The app fills and reads the quantised tensors, which have the "
            + "same names; the arena no longer holds the float32 ones.",
            "tinyinterp strip-float-io model.tflite -o integer.tflite")
        {
            model, output, json,
        };
        command.SetAction(result => Strip(console, result.GetRequiredValue(model), result.GetRequiredValue(output), result.GetValue(json)));
        return command;
    }

    private static int Strip(ToolConsole console, string file, string output, bool json)
    {
        byte[] model = ModelFiles.Read(file);
        StrippedModel stripped = Run(file, model);
        if (stripped.Model == null)
        {
            string reasons = string.Join("; ", stripped.Ends.Select(end => End(end) + ": " + end.Refusal));
            throw new ToolException(
                ExitCodes.Unsupported,
                file + ": there is nothing to remove: " + (reasons.Length == 0 ? "no input and no output is float32" : reasons));
        }

        ArenaTotals? before = ModelFiles.Report(file, model).Arena;
        ArenaTotals? after = ModelFiles.Report(output, stripped.Model).Arena;
        OutputFiles.Write([output], [stripped.Model]);
        if (json)
        {
            console.WriteJson(new
            {
                File = file,
                Ends = stripped.Ends,
                Before = new { model.Length, before?.FastBytes, before?.LeanBytes },
                After = new { stripped.Model.Length, after?.FastBytes, after?.LeanBytes },
                Out = output,
            });
            return ExitCodes.Success;
        }

        foreach (FloatEnd end in stripped.Ends)
        {
            console.Output.WriteLine(End(end) + (end.Refusal == null
                ? string.Create(CultureInfo.InvariantCulture, $": {end.Type.ToString().ToLowerInvariant()}, scale {end.Scale}, zero point {end.ZeroPoint}")
                : " stays float32: " + end.Refusal));
        }

        if (before?.FastBytes != null && after?.FastBytes != null)
        {
            console.Output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"arena: fast {before.FastBytes:N0} -> {after.FastBytes:N0} bytes, lean {before.LeanBytes:N0} -> {after.LeanBytes:N0}"));
        }

        console.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{output}: {stripped.Model.Length:N0} bytes instead of {model.Length:N0}"));
        return ExitCodes.Success;
    }

    private static StrippedModel Run(string file, byte[] model)
    {
        try
        {
            return FloatEndStripper.Run(model);
        }
        catch (Exception e) when (e is InvalidDataException or NotSupportedException)
        {
            throw new ToolException(ExitCodes.Unsupported, file + ": " + e.Message);
        }
    }

    private static string End(FloatEnd end)
    {
        return (end.IsInput ? "input '" : "output '") + end.Name + "'";
    }
}
