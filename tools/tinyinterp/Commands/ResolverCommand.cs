// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.CommandLine;
using System.Text;
using TinyInterp.Tool.Embed;

namespace TinyInterp.Tool.Commands;

/// <summary>resolver: the C# that registers what a model needs.</summary>
internal static class ResolverCommand
{
    internal static Command New(ToolConsole console)
    {
        Argument<string> model = Common.Model();
        Option<string> nameSpace = Common.Namespace();
        Option<string> className = Common.Class();
        Option<string> output = new Option<string>("--out")
        {
            Description = "Write the code to this file instead of standard output.",
            HelpName = "FILE",
        };
        Option<bool> lean = Common.Lean();
        Option<bool> json = Common.Json();
        ToolCommand command = new ToolCommand(
            "resolver",
            "Writes the C# that registers exactly the kernels a model needs, with the size of its arena. Exit code 3: something in the "
            + "model is not supported.",
            "tinyinterp resolver model.tflite --namespace MyApp --out ModelKernels.cs")
        {
            model, nameSpace, className, output, lean, json,
        };
        command.SetAction(result => Write(
            console, result.GetRequiredValue(model), result.GetValue(nameSpace), result.GetValue(className), result.GetValue(output),
            result.GetValue(lean), result.GetValue(json)));
        return command;
    }

    private static int Write(ToolConsole console, string model, string? nameSpace, string? className, string? output, bool lean, bool json)
    {
        CodeNames names = CodeNames.For(model, nameSpace, className, "Kernels");
        ModelNeeds needs = Common.Needs(model, InputFiles.Read(model), lean);
        string code = ResolverCode.Write(needs, model, names);
        if (output != null)
        {
            OutputFiles.Write([output], [Encoding.UTF8.GetBytes(code)]);
        }

        if (json)
        {
            console.WriteJson(new
            {
                Model = model,
                names.Namespace,
                names.Class,
                needs.ArenaBytes,
                needs.Calls,
                Packages = needs.Assemblies,
                Out = output,
                Code = code,
            });
        }
        else if (output == null)
        {
            console.Output.Write(code);
        }
        else
        {
            console.Output.WriteLine(
                output + ": " + needs.Calls.Count + (needs.Calls.Count == 1 ? " call" : " calls") + ", arena of " + needs.ArenaBytes + " bytes");
            console.Output.WriteLine("packages: " + string.Join(", ", needs.Assemblies));
        }

        return ExitCodes.Success;
    }
}
