// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Boards;

/// <summary>The ESP32 boards that are known here. README.md has the wiring.</summary>
public static class Esp32Boards
{
    /// <summary>All of them; the first stands in for others.</summary>
    public static BoardSettings[] All
    {
        get
        {
            return new BoardSettings[] { Esp32("ESP32_PSRAM_REV3"), Esp32("ESP32_REV3"), Esp32S3(), M5Core2() };
        }
    }

    // One wiring with PSRAM and without: GPIO 16 and 17, which belong to it, stay free.
    private static BoardSettings Esp32(string targetName)
    {
        return new BoardSettings(targetName)
        {
            Sound = SoundKind.Microphone,
            RedPin = 27,
            GreenPin = 32,
            BluePin = 2,
            I2sClockPin = 26,
            I2sWordSelectPin = 25,
            I2sDataPin = 33,
            SerialPort = "COM2",
            SerialReceivePin = 18,
            SerialSendPin = 19,
        };
    }

    // GPIO 33 to 37 belong to the PSRAM; the LED on the board is a WS2812, which no plain pin lights.
    private static BoardSettings Esp32S3()
    {
        return new BoardSettings("ESP32_S3_OCTAL")
        {
            Sound = SoundKind.Microphone,
            RedPin = 7,
            GreenPin = 15,
            BluePin = 16,
            I2sClockPin = 4,
            I2sWordSelectPin = 5,
            I2sDataPin = 6,
            SerialPort = "COM2",
            SerialReceivePin = 18,
            SerialSendPin = 17,
        };
    }

    // The LEDs are meant for ports A and B. The microphone on the board is PDM, so another one is needed.
    private static BoardSettings M5Core2()
    {
        return new BoardSettings("M5Core2")
        {
            Sound = SoundKind.Microphone,
            RedPin = 32,
            GreenPin = 33,
            BluePin = 26,
            I2sClockPin = 19,
            I2sWordSelectPin = 27,
            I2sDataPin = 35,
            SerialPort = "COM2",
            SerialReceivePin = 13,
            SerialSendPin = 14,
        };
    }
}
