// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Device.I2c;
using System.Threading;

namespace AccelerometerSample;

/// <summary>An MPU-6050 on an I2C bus, set to ±4 g and read 50 times a second.</summary>
public sealed class Mpu6050 : IAccelerometer
{
    private const byte AccelerometerConfiguration = 0x1C;
    private const byte FirstDataRegister = 0x3B;
    private const byte PowerManagement = 0x6B;
    private const byte Awake = 0;
    private const byte FourG = 0x08;
    private const int Period = 20;

    private readonly I2cDevice _device;
    private readonly byte[] _register = { FirstDataRegister };
    private readonly byte[] _data = new byte[6];
    private long _due;

    /// <summary>Wakes the sensor.</summary>
    /// <param name="bus">The I2C bus.</param>
    /// <param name="address">0x68, or 0x69 with pin AD0 high.</param>
    public Mpu6050(int bus, int address)
    {
        _device = I2cDevice.Create(new I2cConnectionSettings(bus, address));
        _device.Write(new SpanByte(new byte[] { PowerManagement, Awake }));
        _device.Write(new SpanByte(new byte[] { AccelerometerConfiguration, FourG }));
        _due = Environment.TickCount64;
    }

    /// <inheritdoc/>
    public bool Read(short[] sample)
    {
        _due += Period;
        int wait = (int)(_due - Environment.TickCount64);
        if (wait > 0)
        {
            Thread.Sleep(wait);
        }

        _device.WriteRead(new SpanByte(_register), new SpanByte(_data));
        for (int axis = 0; axis < GestureClassifier.Axes; axis++)
        {
            // Big-endian, 8,192 to 1 g.
            short raw = (short)((_data[2 * axis] << 8) | _data[2 * axis + 1]);
            sample[axis] = (short)(raw * 125 / 1024);
        }

        return true;
    }
}
