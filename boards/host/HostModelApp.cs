// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.IO;
using TinyInterp.Kernels;

namespace TinyInterp.Boards.Host;

/// <summary>Runs the boards' application, a small model again and again, on the desktop; the LED is left out.</summary>
public static class HostModelApp
{
    private const int Lines = 3;
    private const int InvokesPerLine = 10;

    /// <summary>Runs it on the build that this assembly is bound to.</summary>
    /// <returns>Zero.</returns>
    public static int Run(string name, TextWriter output)
    {
        ISelfTestData data = SelfTestProgram.First();
        ModelApp app = new ModelApp(
            new HostBoard(name, output), new NoLed(), new OpResolver().AddAll(), data.Model(0), data.Inputs(0));
        for (int i = 0; i < Lines; i++)
        {
            app.Run(InvokesPerLine);
        }

        return 0;
    }

    /// <summary>Runs it on the device build, found in a folder beside the running program.</summary>
    /// <returns>Zero.</returns>
    public static int RunDeviceProfile(TextWriter output)
    {
        return DeviceProfile.Run(typeof(HostModelApp), nameof(Run), output);
    }

    private sealed class NoLed : ILed
    {
        /// <inheritdoc />
        public void Set(bool isOn)
        {
        }
    }
}
