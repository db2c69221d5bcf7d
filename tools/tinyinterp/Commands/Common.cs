// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.CommandLine;
using TinyInterp.Golden;

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

    internal static Option<bool> DeviceProfile()
    {
        return new Option<bool>("--device-profile")
        {
            Description = "Run the build that boards get instead of the desktop's.",
        };
    }

    internal static IEngine Engine(bool deviceProfile)
    {
        return deviceProfile ? Engines.Device : Engines.Desktop;
    }

    internal static string BuildName(bool deviceProfile)
    {
        return deviceProfile ? "device-profile" : "desktop";
    }
}
