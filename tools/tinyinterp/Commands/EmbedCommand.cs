// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.CommandLine;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using TinyInterp.Schema;
using TinyInterp.Tool.Embed;
using TinyInterp.Tool.Plan;

namespace TinyInterp.Tool.Commands;

/// <summary>embed: a model as files of a nanoFramework project.</summary>
internal static class EmbedCommand
{
    private const string Source = "source";
    private const string Resource = "resource";

    internal static Command New(ToolConsole console)
    {
        Argument<string> model = Common.Model();
        Option<string> folder = new Option<string>("--out")
        {
            Description = "Output folder, usually that of the project. It is created if it does not exist.",
            HelpName = "DIR",
            Required = true,
        };
        Option<string> form = new Option<string>("--form")
        {
            Description = "source: static arrays, for models up to " + SourceForm.MaxModelBytes + " bytes; resource: a managed resource, up to "
                + ResourceForm.MaxModelBytes + ". Default: source if the model fits, else resource.",
        };
        form.AcceptOnlyFromAmong(Source, Resource);
        Option<string> nameSpace = Common.Namespace();
        Option<string> className = Common.Class();
        Option<bool> noResolver = new Option<bool>("--no-resolver") { Description = "Leave out the class that registers the kernels." };
        Option<bool> lean = Common.Lean();
        Option<bool> noPlan = Common.NoPlan();
        Option<bool> json = Common.Json();
        ToolCommand command = new ToolCommand(
            "embed",
            "Writes C# files that contain a model: a class whose Load() returns and verifies its bytes, and a class that registers its kernels. "
            + "Stores a memory plan in the model if that makes the arena smaller. Prints what to add to the project. Exit code 3: the model is "
            + "not supported or too large for the form.",
            "tinyinterp embed model.tflite --out MyApp --namespace MyApp")
        {
            model, folder, form, nameSpace, className, noResolver, lean, noPlan, json,
        };
        command.SetAction(result => Embed(
            console, result.GetRequiredValue(model), result.GetRequiredValue(folder), result.GetValue(form), result.GetValue(nameSpace),
            result.GetValue(className), result.GetValue(noResolver), result.GetValue(lean), !result.GetValue(noPlan),
            result.GetValue(json)));
        return command;
    }

    private static int Embed(
        ToolConsole console, string model, string folder, string? form, string? nameSpace, string? className, bool noResolver, bool lean,
        bool mayPlan, bool json)
    {
        CodeNames names = CodeNames.For(model, nameSpace, className, string.Empty);
        byte[] bytes = InputFiles.Read(model);
        RequireModel(bytes, model);
        PlannedModel? planned = mayPlan ? PlannedModel.Of(bytes, lean) : null;
        bytes = planned?.Bytes ?? bytes;
        bool isResource = form == null ? bytes.Length > SourceForm.MaxModelBytes : form == Resource;
        RequireSize(bytes.Length, model, isResource);
        EmbeddedModel embedded = new EmbeddedModel(
            bytes, model, names, isResource, noResolver ? null : Common.Needs(model, bytes, lean));
        Write(folder, embedded.Files);

        if (json)
        {
            console.WriteJson(new
            {
                Model = model,
                Form = isResource ? Resource : Source,
                names.Namespace,
                names.Class,
                Bytes = bytes.Length,
                IsPlanned = planned is { IsChanged: true },
                Checksum = ModelChecksum.Of(bytes),
                embedded.Needs?.ArenaBytes,
                Files = embedded.Files.Select(file => Path.Combine(folder, file.Name)),
                embedded.ProjectLines,
                embedded.Packages,
            });
            return ExitCodes.Success;
        }

        foreach (EmbedFile file in embedded.Files)
        {
            console.Output.WriteLine(Path.Combine(folder, file.Name) + ": " + file.Content.Length + " bytes");
        }

        if (planned is { IsChanged: true })
        {
            console.Output.WriteLine(planned.Sentence);
        }

        console.Output.WriteLine("Lines for the .nfproj:");
        foreach (string line in embedded.ProjectLines)
        {
            console.Output.WriteLine("  " + line);
        }

        console.Output.WriteLine("Packages: " + string.Join(", ", embedded.Packages));
        if (isResource)
        {
            console.Output.WriteLine("The project's RootNamespace must be " + names.Namespace + ", and the files must lie in its folder.");
        }

        return ExitCodes.Success;
    }

    private static void RequireModel(byte[] bytes, string model)
    {
        try
        {
            ModelVerifier.Verify(bytes);
        }
        catch (ModelException e)
        {
            throw new ToolException(ExitCodes.Of(e.Code), model + ": " + e.Message);
        }
    }

    private static void RequireSize(int length, string model, bool isResource)
    {
        if (length > ResourceForm.MaxModelBytes)
        {
            throw new ToolException(
                ExitCodes.Unsupported,
                model + ": has " + length + " bytes; one array on a device holds at most " + ResourceForm.MaxModelBytes + ". Use a smaller model");
        }

        if (!isResource && length > SourceForm.MaxModelBytes)
        {
            throw new ToolException(
                ExitCodes.Unsupported,
                model + ": has " + length + " bytes; as static data of an assembly it can have at most " + SourceForm.MaxModelBytes
                    + "; use --form resource");
        }
    }

    private static void Write(string folder, IReadOnlyList<EmbedFile> files)
    {
        bool isNew = !Directory.Exists(folder);
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException || e is UnauthorizedAccessException || e is ArgumentException)
        {
            throw new ToolException(ExitCodes.BadInput, folder + ": the folder cannot be created: " + e.Message);
        }

        try
        {
            OutputFiles.Write(files.Select(file => Path.Combine(folder, file.Name)).ToArray(), files.Select(file => file.Content).ToArray());
        }
        catch (ToolException) when (isNew && !Directory.EnumerateFileSystemEntries(folder).Any())
        {
            Directory.Delete(folder);
            throw;
        }
    }
}
