// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace nanoFramework.System.IO.FileSystem;

public class SDCard : IDisposable
{
    public SDCard(SDCardSpiParameters parameters, CardDetectParameters cdParameters = null)
    {
    }

    public bool IsMounted
    {
        get { throw null; }
    }

    public void Mount()
    {
        throw null;
    }

    public void Unmount()
    {
        throw null;
    }

    public void Dispose()
    {
        throw null;
    }
}

public class SDCardSpiParameters
{
    public uint slotIndex;
    public uint spiBus;
    public uint chipSelectPin;
}

public class CardDetectParameters
{
}
