// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Signal;

namespace TinyInterp.Boards;

/// <summary>The keyword application on STM32 boards.</summary>
public static class Program
{
    /// <summary>Never returns.</summary>
    public static void Main()
    {
        DeviceBoard board = new DeviceBoard();
        BoardSettings settings = BoardSettings.Find(Stm32Boards.All, board.Name);
        ISampleSource source = settings.Sound == SoundKind.Serial
            ? new SerialSource(settings.SerialPort, LogMelFrontEnd.FrameLength)
            : DevKitProgram.NewClips(board);
        DevKitProgram.Run(board, settings, source);
    }
}
