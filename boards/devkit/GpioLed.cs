// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Device.Gpio;

namespace TinyInterp.Boards;

/// <summary>An LED on a pin; high lights it.</summary>
public sealed class GpioLed : ILed
{
    private readonly GpioPin _pin;

    /// <summary>Takes the pin.</summary>
    public GpioLed(int pin)
    {
        _pin = new GpioController().OpenPin(pin, PinMode.Output);
    }

    /// <inheritdoc />
    public void Set(bool isOn)
    {
        _pin.Write(isOn ? PinValue.High : PinValue.Low);
    }
}
