// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Threading;
using TinyInterp.Kernels;

namespace TinyInterp.Boards;

/// <summary>The application of all boards with an LED.</summary>
public static class DevKitProgram
{
    private const int InvokesPerLine = 10;
    private const int Pause = 1000;

    /// <summary>Runs a small model for ever.</summary>
    /// <param name="boards">The boards that this image is for.</param>
    public static void Run(BoardSettings[] boards)
    {
        DeviceBoard board = new DeviceBoard();
        ILed led = new GpioLed(BoardSettings.Find(boards, board.Name).LedPin);

        // The first case of the self-test is a whole small graph with inputs.
        ISelfTestData data = new SelfTestDataA();
        ModelApp app = new ModelApp(board, led, new OpResolver().AddAll(), data.Model(0), data.Inputs(0));
        while (true)
        {
            app.Run(InvokesPerLine);
            Thread.Sleep(Pause);
        }
    }
}
