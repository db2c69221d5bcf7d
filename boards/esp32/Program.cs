// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Boards;

/// <summary>The application on ESP32 boards.</summary>
public static class Program
{
    /// <summary>Never returns.</summary>
    public static void Main()
    {
        DevKitProgram.Run(Esp32Boards.All);
    }
}
