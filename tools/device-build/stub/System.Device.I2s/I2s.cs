// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Reflection;

[assembly: AssemblyVersion("1.0.28.0")]

namespace System.Device.I2s;

public class I2sDevice : IDisposable
{
    public I2sDevice(I2sConnectionSettings settings)
    {
    }

    public I2sConnectionSettings ConnectionSettings
    {
        get { throw null; }
    }

    public static I2sDevice Create(I2sConnectionSettings settings)
    {
        throw null;
    }

    public void Read(SpanByte buffer)
    {
        throw null;
    }

    public void Dispose()
    {
        throw null;
    }
}

public sealed class I2sConnectionSettings
{
    public I2sConnectionSettings(int busId)
    {
    }

    public int BusId
    {
        get { throw null; }
    }

    public int SampleRate { get; set; }

    public int BufferSize { get; set; }

    public I2sMode Mode { get; set; }

    public I2sBitsPerSample BitsPerSample { get; set; }

    public I2sChannelFormat ChannelFormat { get; set; }

    public I2sCommunicationFormat CommunicationFormat { get; set; }
}

public enum I2sBitsPerSample
{
    Bit8 = 8,
    Bit16 = 16,
    Bit24 = 24,
    Bit32 = 32,
}

public enum I2sChannelFormat
{
    RightLeft = 0,
    AllRight = 1,
    AllLeft = 2,
    OnlyRight = 3,
    OnlyLeft = 4,
}

public enum I2sCommunicationFormat
{
    I2S = 1,
    Msb = 3,
    PcmShort = 4,
    PcmLong = 12,
    Max = 13,
}

[Flags]
public enum I2sMode
{
    Master = 1,
    Slave = 2,
    Tx = 4,
    Rx = 8,
    DacBuiltIn = 16,
    AdcBuiltIn = 32,
    Pdm = 64,
}
