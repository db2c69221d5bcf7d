// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Reflection;

[assembly: AssemblyVersion("1.1.29.0")]

namespace System.Device.I2c;

public class I2cDevice : IDisposable
{
    public I2cDevice(I2cConnectionSettings settings)
    {
    }

    public static I2cDevice Create(I2cConnectionSettings settings)
    {
        throw null;
    }

    public I2cTransferResult Write(SpanByte buffer)
    {
        throw null;
    }

    public I2cTransferResult WriteRead(SpanByte writeBuffer, SpanByte readBuffer)
    {
        throw null;
    }

    public void Dispose()
    {
        throw null;
    }
}

public sealed class I2cConnectionSettings
{
    public I2cConnectionSettings(int busId, int deviceAddress)
    {
    }
}

public struct I2cTransferResult
{
    public uint BytesTransferred
    {
        get { throw null; }
    }

    public I2cTransferStatus Status
    {
        get { throw null; }
    }
}

public enum I2cTransferStatus
{
    UnknownError = 0,
    FullTransfer = 1,
    ClockStretchTimeout = 2,
    PartialTransfer = 3,
    SlaveAddressNotAcknowledged = 4,
}
