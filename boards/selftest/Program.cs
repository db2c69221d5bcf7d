// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using nanoFramework.Runtime.Native;

namespace TinyInterp.Boards;

/// <summary>The first app to flash on a board.</summary>
public static class Program
{
    /// <summary>Runs the self-test once.</summary>
    public static void Main()
    {
        DeviceBoard board = new DeviceBoard();
        board.WriteLine("firmware " + SystemInfo.Version.ToString());
        SelfTestProgram.Run(board);
    }
}
