// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Boards;

/// <summary>What one flashes first.</summary>
public static class Program
{
    /// <summary>Runs the self-test once.</summary>
    public static void Main()
    {
        SelfTestProgram.Run(new DeviceBoard());
    }
}
