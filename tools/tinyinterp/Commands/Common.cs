// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.CommandLine;
using TinyInterp.Golden;
using TinyInterp.Tool.Embed;

namespace TinyInterp.Tool.Commands;

/// <summary>What several commands take.</summary>
internal static class Common
{
    internal static Argument<string> Model()
    {
        return new Argument<string>("MODEL") { Description = "The .tflite file." };
    }

    internal static Option<bool> Json()
    {
        return new Option<bool>("--json") { Description = "Print the result as JSON, for programs." };
    }

    internal static Option<string> Namespace()
    {
        return new Option<string>("--namespace") { Description = "Namespace of the generated code. Default: EmbeddedModels.", HelpName = "N" };
    }

    internal static Option<string> Class()
    {
        return new Option<string>("--class") { Description = "Class of the generated code. Default: derived from the file name.", HelpName = "C" };
    }

    internal static Option<bool> NoPlan()
    {
        return new Option<bool>("--no-plan") { Description = "Do not store a memory plan in the model." };
    }

    internal static Option<string> Html()
    {
        return new Option<string>("--html") { Description = "Write an HTML page with a diagram of the arena over time.", HelpName = "FILE" };
    }

    internal static Option<bool> Lean()
    {
        return new Option<bool>("--lean")
        {
            Description = "Use the smallest arena with which the model runs, instead of the size that makes it fastest.",
        };
    }

    internal static Option<bool> Compiled(string what)
    {
        return new Option<bool>("--compiled") { Description = what };
    }

    internal static Option<bool> DeviceProfile()
    {
        return new Option<bool>("--device-profile")
        {
            Description = "Run the device build instead of the desktop build.",
        };
    }

    internal static IEngine Engine(bool deviceProfile)
    {
        return deviceProfile ? Engines.Device : Engines.Desktop;
    }

    /// <summary>What an app must register and reserve for a model; errors name the file.</summary>
    internal static ModelNeeds Needs(string path, byte[] bytes, bool isLean)
    {
        try
        {
            return new ModelNeeds(path, bytes, isLean);
        }
        catch (ModelException e)
        {
            throw new ToolException(ExitCodes.Of(e.Code), path + ": " + e.Message);
        }
    }

    internal static string BuildName(bool deviceProfile)
    {
        return deviceProfile ? "device-profile" : "desktop";
    }
}
