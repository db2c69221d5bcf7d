// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

#if NANOFRAMEWORK_1_0
using System.IO;
using nanoFramework.Hardware.Esp32;
using nanoFramework.System.IO.FileSystem;
#endif

namespace ModelFromFile;

/// <summary>Where the model is. The board's part of the sample: an ESP32 with an SD card on SPI, or without one.</summary>
internal static class ModelPath
{
    private const string Name = "sine_int8.tflite";

#if NANOFRAMEWORK_1_0
    private const string InternalStorage = "I:\\" + Name;
    private const string Card = "D:\\" + Name;

    // The usual wiring of an SD card on an ESP32's VSPI.
    private const int ClockPin = 18;
    private const int MisoPin = 19;
    private const int MosiPin = 23;
    private const int SelectPin = 5;

    private static SDCard s_card;

    /// <summary>The card's model if it has one, else the internal storage's.</summary>
    internal static string Find()
    {
        return TryMount() && File.Exists(Card) ? Card : InternalStorage;
    }

    private static bool TryMount()
    {
        try
        {
            if (s_card == null)
            {
                Configuration.SetPinFunction(ClockPin, DeviceFunction.SPI1_CLOCK);
                Configuration.SetPinFunction(MisoPin, DeviceFunction.SPI1_MISO);
                Configuration.SetPinFunction(MosiPin, DeviceFunction.SPI1_MOSI);
                s_card = new SDCard(new SDCardSpiParameters { spiBus = 1, chipSelectPin = SelectPin });
            }

            if (!s_card.IsMounted)
            {
                s_card.Mount();
            }

            return s_card.IsMounted;
        }
        catch (System.Exception)
        {
            // No card, or firmware that does not know them.
            return false;
        }
    }
#else
    /// <summary>On a desktop, the file beside the program.</summary>
    internal static string Find()
    {
        return System.IO.Path.Combine(System.AppContext.BaseDirectory, Name);
    }
#endif
}
