// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Boards.Host;

/// <summary>The board applications on the desktop: <c>dotnet run --project boards/host -- [--selftest | --model] [--device-profile]</c>.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        bool onDeviceProfile = false;
        bool isModelApp = false;
        foreach (string arg in args)
        {
            switch (arg)
            {
                case "--selftest":
                    isModelApp = false;
                    break;
                case "--model":
                    isModelApp = true;
                    break;
                case "--device-profile":
                    onDeviceProfile = true;
                    break;
                default:
                    Console.Error.WriteLine("Usage: TinyInterp.Host [--selftest | --model] [--device-profile]");
                    return 2;
            }
        }

        if (isModelApp)
        {
            return onDeviceProfile ? HostModelApp.RunDeviceProfile(Console.Out) : HostModelApp.Run("desktop", Console.Out);
        }

        int failed = onDeviceProfile ? HostSelfTest.RunDeviceProfile(Console.Out) : HostSelfTest.Run("desktop", Console.Out);
        return failed == 0 ? 0 : 1;
    }
}
