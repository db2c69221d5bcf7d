// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Reflection;

[assembly: AssemblyVersion("1.1.132.0")]

namespace System.IO.Ports;

public sealed class SerialPort : IDisposable
{
    public SerialPort(
        string portName, int baudRate = 9600, Parity parity = Parity.None, int dataBits = 8, StopBits stopBits = StopBits.One)
    {
    }

    public int ReadBufferSize
    {
        get { throw null; }
        set { throw null; }
    }

    public int ReadTimeout
    {
        get { throw null; }
        set { throw null; }
    }

    public int BytesToRead
    {
        get { throw null; }
    }

    public void Open()
    {
        throw null;
    }

    public void Close()
    {
        throw null;
    }

    public void Dispose()
    {
        throw null;
    }

    public int Read(byte[] buffer, int offset, int count)
    {
        throw null;
    }
}

public enum Parity
{
    None = 0,
    Odd = 1,
    Even = 2,
}

public enum StopBits
{
    One = 1,
    Two = 2,
    OnePointFive = 3,
}
