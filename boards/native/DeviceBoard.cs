// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

// Lines must be printed by Release builds too, whatever the class library's attributes say of Debug.WriteLine.
#define DEBUG

using System;
using System.Diagnostics;
using nanoFramework.Runtime.Native;

namespace TinyInterp.Boards;

/// <summary>Any nanoFramework device.</summary>
public sealed class DeviceBoard : IBoard
{
    /// <inheritdoc />
    public string Name => SystemInfo.TargetName;

    /// <inheritdoc />
    public long Milliseconds => Environment.TickCount64;

    /// <inheritdoc />
    public long FreeHeap => nanoFramework.Runtime.Native.GC.Run(true);

    /// <inheritdoc />
    public void WriteLine(string line)
    {
        Debug.WriteLine(line);
    }
}
