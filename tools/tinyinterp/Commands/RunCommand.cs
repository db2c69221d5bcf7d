// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using TinyInterp.Compiler.Build;
using TinyInterp.Golden;
using TinyInterp.Tool.Run;

namespace TinyInterp.Tool.Commands;

/// <summary>run: raw tensors in, raw tensors out.</summary>
internal static class RunCommand
{
    /// <summary>The time of each run is kept.</summary>
    private const int MostRuns = 1_000_000;

    internal static Command New(ToolConsole console)
    {
        Argument<string> model = Common.Model();
        Option<string[]> inputs = new Option<string[]>("--in")
        {
            Description = "One file of raw little-endian elements for each input. With k payloads in each file, the model runs k times.",
            HelpName = "FILE",
            AllowMultipleArgumentsPerToken = true,
        };
        Option<string[]> outputs = new Option<string[]>("--out")
        {
            Description = "One file for each output. It receives the payloads of all Invokes in order.",
            HelpName = "FILE",
            AllowMultipleArgumentsPerToken = true,
        };
        Option<int> repeat = new Option<int>("--repeat")
        {
            Description = "After a warm-up, time each Invoke N times. Outputs are those of the first run.",
            HelpName = "N",
            DefaultValueFactory = _ => 1,
        };
        repeat.Validators.Add(result =>
        {
            if (result.Errors.Any() || result.Tokens.Count == 0)
            {
                return;
            }

            if (int.TryParse(result.Tokens[0].Value, out int count) && (count < 1 || count > MostRuns))
            {
                result.AddError("--repeat must be 1 to " + MostRuns + ".");
            }
        });
        Option<bool> deviceProfile = Common.DeviceProfile();
        Option<bool> compiled = Common.Compiled("Compile the model to C# in memory and run that.");
        Option<bool> json = Common.Json();
        ToolCommand command = new ToolCommand(
            "run",
            "Runs a model on files of raw little-endian tensors. Output files are written only if everything succeeds.",
            "tinyinterp run model.tflite --in inputs.bin --out outputs.bin")
        {
            model, inputs, outputs, repeat, deviceProfile, compiled, json,
        };
        command.SetAction(result => Run(
            console, result.GetRequiredValue(model), result.GetValue(inputs) ?? [], result.GetValue(outputs) ?? [],
            result.GetValue(repeat), result.GetValue(deviceProfile), result.GetValue(compiled), result.GetValue(json)));
        return command;
    }

    private static int Run(
        ToolConsole console, string model, string[] inputs, string[] outputs, int repeat, bool deviceProfile, bool compiled, bool json)
    {
        IEngine engine = compiled ? new CompiledEngine(deviceProfile) : Common.Engine(deviceProfile);
        byte[] bytes = InputFiles.Read(model);
        IModelSession session = Load(engine, bytes, model);
        RequireCount("--in", inputs.Length, "input", Enumerable.Range(0, session.InputCount).Select(session.Input));
        RequireCount("--out", outputs.Length, "output", Enumerable.Range(0, session.OutputCount).Select(session.Output));
        RequireDistinct(outputs);
        byte[][] payloads = inputs.Select(InputFiles.Read).ToArray();
        int count = PayloadCount(session, inputs, payloads);

        MemoryStream[] results = outputs.Select(_ => new MemoryStream()).ToArray();
        double milliseconds = 0;
        for (int k = 0; k < count; k++)
        {
            milliseconds += Invoke(session, payloads, k) / count;
            for (int i = 0; i < results.Length; i++)
            {
                results[i].Write(session.GetOutput(i));
            }
        }

        Timing? timing = repeat == 1 ? null : Time(Load(engine, bytes, model), payloads, count, repeat);
        OutputFiles.Write(outputs, results.Select(result => result.ToArray()).ToArray());
        if (json)
        {
            console.WriteJson(new
            {
                Build = Common.BuildName(deviceProfile),
                Invokes = count,
                Repeat = repeat,
                MsPerInvoke = timing?.Median ?? milliseconds,
                MsLowerQuartile = timing?.LowerQuartile,
                MsUpperQuartile = timing?.UpperQuartile,
                timing?.WarmUpRuns,
                ArenaBytes = session.ArenaUsedBytes,
                Outputs = outputs.Select((path, i) => new { Path = path, Bytes = results[i].Length }),
            });
        }
        else
        {
            console.Output.WriteLine(
                count + (count == 1 ? " Invoke, " : " Invokes, ") + (timing == null ? FirstText(milliseconds) : TimingText(timing)));
        }

        return ExitCodes.Success;
    }

    /// <summary>Times on a session of its own, so that repeating does not disturb the state that outputs may depend on.</summary>
    private static Timing Time(IModelSession session, byte[][] payloads, int count, int repeat)
    {
        int next = 0;
        return Timing.Of(() => Invoke(session, payloads, next++ % count), (int)Math.Min((long)count * repeat, MostRuns));
    }

    private static string FirstText(double milliseconds)
    {
        return string.Create(
            CultureInfo.InvariantCulture, $"{milliseconds:0.000} ms each, including .NET's compilation (--repeat excludes it)");
    }

    private static string TimingText(Timing timing)
    {
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{timing.Median:0.000} ms each (median of {timing.Runs} runs; half of them {timing.LowerQuartile:0.000} to {timing.UpperQuartile:0.000} ms; {timing.WarmUpRuns} warm-up runs)");
    }

    private static IModelSession Load(IEngine engine, byte[] bytes, string path)
    {
        try
        {
            return engine.Load(bytes);
        }
        catch (EngineException e)
        {
            throw new ToolException(ExitCodes.Of(e.Code), path + ": " + e.Message);
        }
    }

    /// <summary>Invokes the model on payload <paramref name="k"/>.</summary>
    /// <returns>Milliseconds, without those for the inputs.</returns>
    private static double Invoke(IModelSession session, byte[][] payloads, int k)
    {
        // Read each time, because by the end of Invoke other tensors may lie where the inputs were.
        for (int i = 0; i < payloads.Length; i++)
        {
            session.SetInput(i, payloads[i], k * session.Input(i).ByteCount);
        }

        long start = Stopwatch.GetTimestamp();
        session.Invoke();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static void RequireCount(string option, int found, string what, IEnumerable<TensorInfo> tensors)
    {
        string[] descriptions = tensors.Select(tensor => tensor + " of " + tensor.ByteCount + " bytes").ToArray();
        if (descriptions.Length != found)
        {
            string list = descriptions.Length == 0 ? string.Empty : ": " + string.Join(", ", descriptions);
            throw new ToolException(
                ExitCodes.BadInput,
                option + " names " + found + (found == 1 ? " file" : " files") + ", the model has " + descriptions.Length + " " + what
                    + (descriptions.Length == 1 ? string.Empty : "s") + list);
        }
    }

    private static void RequireDistinct(string[] outputs)
    {
        string? twice = outputs.GroupBy(Path.GetFullPath).FirstOrDefault(group => group.Count() > 1)?.First();
        if (twice != null)
        {
            throw new ToolException(ExitCodes.BadInput, twice + ": two outputs cannot go to one file");
        }
    }

    /// <summary>How many Invokes the input files hold.</summary>
    private static int PayloadCount(IModelSession session, string[] paths, byte[][] payloads)
    {
        int count = 1;
        for (int i = 0; i < payloads.Length; i++)
        {
            int size = session.Input(i).ByteCount;
            if (size == 0 ? payloads[i].Length != 0 : payloads[i].Length == 0 || payloads[i].Length % size != 0)
            {
                throw new ToolException(
                    ExitCodes.BadInput,
                    paths[i] + ": has " + payloads[i].Length + " bytes; input " + i + ", " + session.Input(i) + ", takes " + size
                        + " or a multiple of that");
            }

            int k = size == 0 ? count : payloads[i].Length / size;
            if (i > 0 && k != count)
            {
                throw new ToolException(
                    ExitCodes.BadInput,
                    paths[i] + ": holds " + k + " payloads, " + paths[0] + " " + count + "; all inputs need as many");
            }

            count = k;
        }

        return count;
    }
}
