// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using TinyInterp.Compiler;
using TinyInterp.Compiler.Output;
using TinyInterp.IlMeter;
using TinyInterp.Tool.Compile;
using TinyInterp.Tool.Embed;

namespace TinyInterp.Tool.Commands;

/// <summary>compile: a model as C#, its weights as literals.</summary>
internal static class CompileCommand
{
    internal static Command New(ToolConsole console)
    {
        Argument<string> model = Common.Model();
        Option<string> folder = new Option<string>("--out")
        {
            Description = "Output folder, with a subfolder for each project. It is created if it does not exist.",
            HelpName = "DIR",
            Required = true,
        };
        Option<string> nameSpace = Common.Namespace();
        Option<string> className = Common.Class();
        Option<int?> maxCode = new Option<int?>("--max-code")
        {
            Description = "Largest size of the code in bytes. To stay below it, the layers that save the least run as kernels, with their weights in RAM.",
            HelpName = "BYTES",
        };
        maxCode.Validators.Add(result =>
        {
            if (!result.Errors.Any() && result.Tokens.Count != 0 && int.TryParse(result.Tokens[0].Value, out int bytes) && bytes < 1)
            {
                result.AddError("--max-code must be at least 1.");
            }
        });
        Option<string> target = new Option<string>("--target") { Description = "The language of the code.", DefaultValueFactory = _ => "csharp" };
        target.AcceptOnlyFromAmong("csharp");
        BoardOptions boards = new BoardOptions("Limit the code to the deployment area of this board");
        Option<bool> json = Common.Json();
        ToolCommand command = new ToolCommand(
            "compile",
            "Compiles a model to C#. The weights become literals in code that stays in flash, and only activations take RAM. Writes class "
            + "libraries with their .nfproj and .csproj. Exit code 3: the model is not supported, or too large for --max-code.",
            "tinyinterp compile model.tflite --out MyApp --namespace MyApp")
        {
            model, folder, nameSpace, className, maxCode, target, boards.Board, boards.File, json,
        };
        command.SetAction(result => Compile(
            console, result.GetRequiredValue(model), result.GetRequiredValue(folder), result.GetValue(nameSpace), result.GetValue(className),
            result.GetValue(maxCode), boards.Choose(result), result.GetValue(json)));
        return command;
    }

    private static int Compile(
        ToolConsole console, string model, string folder, string? nameSpace, string? className, int? maxCode, Board? board, bool json)
    {
        CodeNames names = CodeNames.For(model, nameSpace, className, string.Empty);
        byte[] bytes = InputFiles.Read(model);
        int limit = maxCode ?? (board?.DeploymentBytes > 0 ? (int)Math.Min(int.MaxValue, board.DeploymentBytes.Value) : int.MaxValue);
        Stopwatch watch = Stopwatch.StartNew();
        CompiledSource source = CompiledModels.Compile(model, bytes, names, limit);
        double seconds = watch.Elapsed.TotalSeconds;
        IReadOnlyList<(string Path, string Text)> files = ProjectFiles.Of(source, Version());
        Write(folder, files);
        if (json)
        {
            console.WriteJson(new
            {
                Model = model,
                Class = source.FullClassName,
                source.CodeBytes,
                source.ActivationBytes,
                source.TableBytes,
                source.KernelBytes,
                Seconds = seconds,
                Assemblies = source.Assemblies.Select(assembly => new { assembly.Name, CodeBytes = assembly.Files.Sum(file => file.Bytes) }),
                Layers = source.Layers.Select(layer => new { layer.Node, layer.Operator, layer.Macs, layer.Form, CodeBytes = layer.Bytes }),
                source.References,
                Files = files.Select(file => Path.Combine(folder, file.Path)),
            });
            return ExitCodes.Success;
        }

        foreach (LayerReport layer in source.Layers)
        {
            console.Output.WriteLine("node " + layer.Node + ", " + layer.Operator + ": " + layer.Form
                + (layer.Bytes == 0 ? string.Empty : ", " + Number(layer.Bytes) + " bytes of code") + (layer.Macs == 0 ? string.Empty : ", " + Number(layer.Macs) + " MACs"));
        }

        foreach (SourceAssembly assembly in source.Assemblies)
        {
            console.Output.WriteLine(Path.Combine(folder, assembly.Name) + ": " + Number(assembly.Files.Sum(file => file.Bytes)) + " bytes of code");
        }

        console.Output.WriteLine("RAM: " + Number(source.ActivationBytes) + " bytes of activations, " + Number(source.TableBytes) + " of tables"
            + (source.KernelBytes == 0 ? string.Empty : ", " + Number(source.KernelBytes) + " of constants for nodes that run as kernels"));
        console.Output.WriteLine("References: " + string.Join(", ", source.References));
        console.Output.WriteLine("In the app: CompiledModel model = new " + source.FullClassName + "();");
        return ExitCodes.Success;
    }

    private static string Version()
    {
        return typeof(CompiledSource).Assembly.GetName().Version!.ToString(3);
    }

    private static void Write(string folder, IReadOnlyList<(string Path, string Text)> files)
    {
        try
        {
            foreach (string inner in files.Select(file => Path.GetDirectoryName(Path.Combine(folder, file.Path))!).Distinct())
            {
                Directory.CreateDirectory(inner);
            }
        }
        catch (Exception e) when (e is IOException || e is UnauthorizedAccessException || e is ArgumentException)
        {
            throw new ToolException(ExitCodes.BadInput, folder + ": the folder cannot be created: " + e.Message);
        }

        OutputFiles.Write(
            files.Select(file => Path.Combine(folder, file.Path)).ToArray(), files.Select(file => Encoding.UTF8.GetBytes(file.Text)).ToArray());
    }

    private static string Number(long value)
    {
        return value.ToString("#,0", CultureInfo.InvariantCulture);
    }
}
