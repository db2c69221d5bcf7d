// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using nanoFramework.Hardware.Esp32;
using TinyInterp.Signal;

namespace TinyInterp.Boards;

/// <summary>The keyword application on ESP32 boards.</summary>
public static class Program
{
    /// <summary>Never returns.</summary>
    public static void Main()
    {
        DeviceBoard board = new DeviceBoard();
        BoardSettings settings = BoardSettings.Find(Esp32Boards.All, board.Name);
        DevKitProgram.Run(board, settings, NewSource(board, settings));
    }

    private static ISampleSource NewSource(IBoard board, BoardSettings settings)
    {
        switch (settings.Sound)
        {
            case SoundKind.Microphone:
                return new I2sMicrophone(settings, LogMelFrontEnd.FrameLength);
            case SoundKind.Serial:
                Configuration.SetPinFunction(settings.SerialReceivePin, DeviceFunction.COM2_RX);
                Configuration.SetPinFunction(settings.SerialSendPin, DeviceFunction.COM2_TX);
                return new SerialSource(settings.SerialPort, LogMelFrontEnd.FrameLength);
            default:
                return DevKitProgram.NewClips(board);
        }
    }
}
