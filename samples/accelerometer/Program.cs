// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using nanoFramework.Hardware.Esp32;

namespace AccelerometerSample;

/// <summary>The app for an ESP32 with an MPU-6050. Other boards leave out the lines that choose pins.</summary>
public static class Program
{
    private const int Bus = 1;
    private const int DataPin = 21;
    private const int ClockPin = 22;
    private const int Address = 0x68;

    /// <summary>Never returns.</summary>
    public static void Main()
    {
        Configuration.SetPinFunction(DataPin, DeviceFunction.I2C1_DATA);
        Configuration.SetPinFunction(ClockPin, DeviceFunction.I2C1_CLOCK);
        new GestureApp().Run(new Mpu6050(Bus, Address));
    }
}
