// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.IO;

namespace TinyInterp.Boards.Host;

/// <summary>Runs the device's self-test program on the desktop, on the desktop build or on the build that a board gets.</summary>
public static class HostSelfTest
{
    /// <summary>Runs it on the build that this assembly is bound to.</summary>
    /// <returns>The number of cases that failed.</returns>
    public static int Run(string name, TextWriter output)
    {
        return SelfTestProgram.Run(new HostBoard(name, output));
    }

    /// <summary>Runs it on the device build, found in a folder beside the running program.</summary>
    /// <returns>The number of cases that failed.</returns>
    public static int RunDeviceProfile(TextWriter output)
    {
        return DeviceProfile.Run(typeof(HostSelfTest), nameof(Run), output);
    }
}
