// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Boards;

/// <summary>The STM32 boards that are known here. The firmware offers no microphone on them.</summary>
public static class Stm32Boards
{
    private const int PortG = 6 * 16;
    private const int PortJ = 9 * 16;

    /// <summary>All of them; the first stands in for others.</summary>
    public static BoardSettings[] All
    {
        get
        {
            return new BoardSettings[]
            {
                new BoardSettings(
                    "ST_STM32F429I_DISCOVERY", PortG + 13, BoardSettings.NoPin, BoardSettings.NoPin, BoardSettings.NoPin),
                new BoardSettings(
                    "ST_STM32F769I_DISCOVERY", PortJ + 5, BoardSettings.NoPin, BoardSettings.NoPin, BoardSettings.NoPin),
            };
        }
    }
}
