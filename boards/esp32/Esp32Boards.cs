// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Boards;

/// <summary>The ESP32 boards that are known here. See README.md for the wiring.</summary>
public static class Esp32Boards
{
    /// <summary>All of them; the first stands in for others.</summary>
    public static BoardSettings[] All
    {
        get
        {
            return new BoardSettings[]
            {
                // GPIO 16 and 17 belong to the PSRAM.
                new BoardSettings("ESP32_PSRAM_REV3", 2, 26, 25, 33),

                // GPIO 33 to 37 belong to the PSRAM; the LED on the board is a WS2812, which no plain pin lights.
                new BoardSettings("ESP32_S3_OCTAL", 7, 4, 5, 6),

                // The LED on the board hangs on the power chip; the one meant is on port A. The microphone on the board is PDM.
                new BoardSettings("M5Core2", 32, 19, 27, 35),
            };
        }
    }
}
