// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Boards;

/// <summary>The STM32 boards that are known here. The firmware offers no microphone on them.</summary>
public static class Stm32Boards
{
    private const int PortA = 0 * 16;
    private const int PortG = 6 * 16;
    private const int PortJ = 9 * 16;

    /// <summary>All of them; the first stands in for others.</summary>
    public static BoardSettings[] All
    {
        get
        {
            return new BoardSettings[]
            {
                new BoardSettings("ST_STM32F429I_DISCOVERY")
                {
                    RedPin = PortG + 14,
                    GreenPin = PortG + 13,
                    SerialPort = "COM3",
                },
                new BoardSettings("ST_STM32F769I_DISCOVERY")
                {
                    RedPin = PortJ + 13,
                    GreenPin = PortJ + 5,
                    BluePin = PortA + 12,
                    SerialPort = "COM6",
                },
            };
        }
    }
}
