// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Boards;

/// <summary>The application on STM32 boards.</summary>
public static class Program
{
    /// <summary>Never returns.</summary>
    public static void Main()
    {
        DevKitProgram.Run(Stm32Boards.All);
    }
}
