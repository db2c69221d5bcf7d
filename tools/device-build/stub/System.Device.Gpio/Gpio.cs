// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Reflection;
using nanoFramework.Runtime.Events;

[assembly: AssemblyVersion("1.1.62.0")]

namespace System.Device.Gpio;

public sealed class GpioController : IDisposable
{
    public GpioController()
    {
    }

    public GpioPin OpenPin(int pinNumber)
    {
        throw null;
    }

    public GpioPin OpenPin(int pinNumber, PinMode mode)
    {
        throw null;
    }

    public void Dispose()
    {
        throw null;
    }
}

public sealed class GpioPin : IDisposable
{
    // The device's class has no public constructor.
    internal GpioPin()
    {
    }

    public int PinNumber
    {
        get { throw null; }
    }

    public PinValue Read()
    {
        throw null;
    }

    public void Write(PinValue value)
    {
        throw null;
    }

    public void Toggle()
    {
        throw null;
    }

    public void Dispose()
    {
        throw null;
    }
}

public enum PinMode
{
    Input = 0,
    InputPullDown = 1,
    InputPullUp = 2,
    Output = 3,
    OutputOpenDrain = 4,
    OutputOpenDrainPullUp = 5,
    OutputOpenSource = 6,
    OutputOpenSourcePullDown = 7,
}

public struct PinValue
{
    public static PinValue High
    {
        get { throw null; }
    }

    public static PinValue Low
    {
        get { throw null; }
    }
}

[Flags]
public enum PinEventTypes
{
    None = 0,
    Rising = 1,
    Falling = 2,
}

public class PinValueChangedEventArgs : BaseEvent
{
    public PinValueChangedEventArgs(PinEventTypes changeType, int pinNumber)
    {
    }

    public PinEventTypes ChangeType
    {
        get { throw null; }
    }

    public int PinNumber
    {
        get { throw null; }
    }
}
