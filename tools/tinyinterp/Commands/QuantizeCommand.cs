// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using Spectre.Console;
using TinyInterp.Optimize.Data;
using TinyInterp.Optimize.Quantize;
using TinyInterp.Tool.Plan;
using TinyInterp.Tool.Prune;

namespace TinyInterp.Tool.Commands;

/// <summary>quantize: a float32 model becomes an integer one.</summary>
internal static class QuantizeCommand
{
    internal static Command New(ToolConsole console)
    {
        Argument<string> model = new Argument<string>("FLOAT") { Description = "The float32 .tflite file." };
        DataOptions data = new DataOptions("--calibration", "Data that is typical of the model's inputs", isRequired: true);
        Option<string> output = new Option<string>("--out", "-o")
        {
            Description = "File for the quantised model.",
            HelpName = "FILE",
            Required = true,
        };
        Option<string> scheme = Choice("--scheme", "int8, int16x8, int4 (int4 weights where kernels take them) or float16 (weights only).", "int8", "int16x8", "int4", "float16");
        Option<string> method = Choice("--method", "How ranges are chosen; auto takes the method with the least error for each tensor.", "auto", "min-max", "percentile", "mse", "kl");
        Option<double> percentile = new Option<double>("--percentile")
        {
            Description = "Percentage of the values that --method percentile covers.",
            HelpName = "P",
            DefaultValueFactory = _ => 99.99,
        };
        Option<string> ends = Choice("--io", "Types of inputs and outputs: int, or float with conversion in the model.", "int", "float");
        Option<bool> biasCorrection = new Option<bool>("--bias-correction")
        {
            Description = "Correct the biases by the mean error of each channel.",
        };
        Option<bool> equalize = new Option<bool>("--equalize")
        {
            Description = "First equalise the channel ranges of neighbouring layers.",
        };
        Option<int> terms = new Option<int>("--weight-terms")
        {
            Description = "int16x8: number of int8 terms whose sum is a weight, 1 or 2. 0 uses two where one is too coarse.",
            HelpName = "N",
        };
        Option<string> scales = Choice(
            "--scales", "any, or power-of-two: compiled code then turns sums into results by one shift; the report shows what it saves and costs.",
            "any", "power-of-two");
        Option<bool> noPlan = Common.NoPlan();
        Option<bool> verbose = new Option<bool>("--verbose") { Description = "Also list weights and states, not only tensors whose range was chosen." };
        Option<bool> json = Common.Json();
        ToolCommand command = new ToolCommand(
            "quantize",
            "Converts a float32 model to integers and measures the quantisation noise. The file is written only if everything succeeds.",
            "tinyinterp quantize float.tflite --calibration samples/ -o int8.tflite")
        {
            model, output, scheme, method, percentile, ends, biasCorrection, equalize, terms, scales, noPlan, verbose, json,
        };
        data.AddTo(command);
        command.SetAction(result =>
        {
            double percent = result.GetValue(percentile);
            if (!(percent > 50 && percent <= 100))
            {
                throw new ToolException(ExitCodes.BadInput, "--percentile must be above 50 and at most 100, not " + percent.ToString(CultureInfo.InvariantCulture));
            }

            if (result.GetValue(terms) is < 0 or > 2)
            {
                throw new ToolException(ExitCodes.BadInput, "--weight-terms must be 0, 1 or 2");
            }

            QuantizeOptions options = new QuantizeOptions
            {
                Scheme = Enum.Parse<Scheme>(result.GetRequiredValue(scheme), ignoreCase: true),
                Method = Method(result.GetRequiredValue(method)),
                Percentile = percent,
                HasFloatInputsAndOutputs = result.GetValue(ends) == "float",
                CorrectsBias = result.GetValue(biasCorrection),
                Equalizes = result.GetValue(equalize),
                WeightTerms = result.GetValue(terms),
                HasPowerOfTwoScales = result.GetValue(scales) == "power-of-two",
            };
            if (options.HasPowerOfTwoScales && options.Scheme == Scheme.Float16)
            {
                throw new ToolException(ExitCodes.BadInput, "--scales power-of-two: --scheme float16 stores no scales; choose int8, int4 or int16x8");
            }

            return Run(
                console, result.GetRequiredValue(model), data.Of(result), options, result.GetRequiredValue(output), !result.GetValue(noPlan), result.GetValue(verbose),
                result.GetValue(json));
        });
        return command;
    }

    private static Option<string> Choice(string name, string description, params string[] values)
    {
        Option<string> option = new Option<string>(name)
        {
            Description = description,
            HelpName = string.Join('|', values),
            DefaultValueFactory = _ => values[0],
        };
        option.AcceptOnlyFromAmong(values);
        return option;
    }

    private static CalibrationMethod Method(string name)
    {
        return name switch
        {
            "min-max" => CalibrationMethod.MinMax,
            "percentile" => CalibrationMethod.Percentile,
            "mse" => CalibrationMethod.MeanSquaredError,
            "kl" => CalibrationMethod.KullbackLeibler,
            _ => CalibrationMethod.Auto,
        };
    }

    private static int Run(
        ToolConsole console, string path, DataSpec spec, QuantizeOptions options, string output, bool mayPlan, bool verbose, bool json)
    {
        byte[] model = ModelFiles.Read(path);
        QuantizedModel quantized;
        QuantizedModel? free = null;
        try
        {
            DataSet data = DataOptions.Load(spec, ModelInputs.Of(model));
            quantized = Quantize(console, model, data, options, json);
            free = options.HasPowerOfTwoScales ? Quantize(console, model, data, options with { HasPowerOfTwoScales = false }, json) : null;
        }
        catch (Exception e) when (e is QuantizeException or ModelException or InvalidDataException or NotSupportedException)
        {
            throw new ToolException(ExitCodes.BadInput, path + ": " + e.Message);
        }

        PlannedModel? planned = mayPlan ? PlannedModel.Of(quantized.Bytes, isLean: false) : null;
        quantized = quantized with { Bytes = planned?.Bytes ?? quantized.Bytes };
        OutputFiles.Write([output], [quantized.Bytes]);
        CompiledSaving? compiled = free == null ? null : new CompiledSaving(path, free.Bytes, quantized.Bytes);
        if (json)
        {
            WriteJson(console, output, options, quantized, free, compiled);
        }
        else
        {
            WriteText(console, output, quantized, verbose);
            if (free != null && compiled != null)
            {
                console.Output.WriteLine("against scales that are no powers of two: signal to noise " + Decibels(free.Decibels) + " -> "
                    + Decibels(quantized.Decibels) + (free.Accuracy == null ? string.Empty : string.Create(
                        CultureInfo.InvariantCulture, $", accuracy {free.Accuracy:0.00} % -> {quantized.Accuracy:0.00} %")));
                console.Output.WriteLine(compiled.Sentence());
            }

            if (planned is { IsChanged: true })
            {
                console.Output.WriteLine(planned.Sentence);
            }
        }

        return ExitCodes.Success;
    }

    private static QuantizedModel Quantize(ToolConsole console, byte[] model, DataSet data, QuantizeOptions options, bool json)
    {
        if (!console.IsTerminal || json)
        {
            return Quantizer.Run(model, data, options);
        }

        return console.Rich().Progress().AutoClear(true).Start(context =>
        {
            ProgressTask task = context.AddTask("Calibrating", maxValue: 1);
            return Quantizer.Run(model, data, options, share => task.Value = share);
        });
    }

    private static void WriteText(ToolConsole console, string output, QuantizedModel quantized, bool verbose)
    {
        // Activations and constants in their place have a range that was chosen; weights and states follow from what is stored.
        QuantizedTensor[] listed = quantized.Tensors.Where(tensor => verbose || tensor.Greatest > tensor.Least).ToArray();
        if (listed.Length != 0)
        {
            Table table = new Table().Border(TableBorder.Minimal).AddColumns("tensor", "type", "least", "greatest", "scale", "zero point", "method");
            foreach (QuantizedTensor tensor in listed)
            {
                bool hasRange = tensor.Greatest > tensor.Least;
                table.AddRow(
                    Markup.Escape(tensor.Name ?? string.Empty), tensor.Type, hasRange ? Number(tensor.Least) : string.Empty,
                    hasRange ? Number(tensor.Greatest) : string.Empty,
                    tensor.Channels > 1 ? tensor.Channels + " channels" : Number(tensor.Scale),
                    tensor.ZeroPoint.ToString(CultureInfo.InvariantCulture), tensor.Method);
            }

            console.Rich().Write(table);
        }

        foreach (string change in quantized.Changes)
        {
            console.Output.WriteLine(change);
        }

        console.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{output}: {quantized.Bytes.Length} bytes instead of {quantized.BytesBefore}"));
        string agreement = quantized.Agreement == null
            ? string.Empty
            : string.Create(CultureInfo.InvariantCulture, $", same largest output in {quantized.Agreement:0.0} %");
        console.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"signal to noise {Decibels(quantized.Decibels)} over {quantized.Samples} samples{agreement}"));
        if (quantized.Accuracy != null)
        {
            console.Output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"accuracy {quantized.Accuracy:0.00} %, float model {quantized.AccuracyBefore:0.00} %"));
        }
    }

    private static void WriteJson(
        ToolConsole console, string output, QuantizeOptions options, QuantizedModel quantized, QuantizedModel? free, CompiledSaving? compiled)
    {
        console.WriteJson(new
        {
            Output = output,
            Scheme = options.Scheme.ToString().ToLowerInvariant(),
            quantized.BytesBefore,
            Bytes = quantized.Bytes.Length,
            quantized.Samples,
            quantized.Decibels,
            quantized.Agreement,
            quantized.AccuracyBefore,
            quantized.Accuracy,
            PowerOfTwoScales = free == null ? null : new { DecibelsBefore = free.Decibels, AccuracyBefore = free.Accuracy, Compiled = compiled },
            quantized.Changes,
            quantized.Tensors,
        });
    }

    private static string Decibels(double value)
    {
        return double.IsPositiveInfinity(value) ? "infinite" : value.ToString("0.0", CultureInfo.InvariantCulture) + " dB";
    }

    private static string Number(double value)
    {
        return value.ToString("G6", CultureInfo.InvariantCulture);
    }
}
