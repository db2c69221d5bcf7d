// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Reflection;

[assembly: AssemblyVersion("1.6.40.0")]

namespace nanoFramework.Hardware.Esp32;

public class Configuration
{
    public static int GetFunctionPin(DeviceFunction function)
    {
        throw null;
    }

    public static void SetPinFunction(int pin, DeviceFunction function)
    {
        throw null;
    }
}

public enum DeviceFunction
{
    SPI1_MOSI = 0x010100,
    SPI1_MISO = 0x010101,
    SPI1_CLOCK = 0x010102,
    I2C1_DATA = 0x020100,
    I2C1_CLOCK = 0x020101,
    COM2_TX = 0x030200,
    COM2_RX = 0x030201,
    COM2_RTS = 0x030202,
    COM2_CTS = 0x030203,
    I2S1_MCK = 0x060100,
    I2S1_BCK = 0x060101,
    I2S1_WS = 0x060102,
    I2S1_DATA_OUT = 0x060103,
    I2S1_MDATA_IN = 0x060104,
}
