// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.IO;

namespace TinyInterp.Boards.Host;

/// <summary>The desktop as a board.</summary>
internal sealed class HostBoard : IBoard
{
    private readonly TextWriter _output;
    private readonly long _allocatedBefore = GC.GetAllocatedBytesForCurrentThread();

    internal HostBoard(string name, TextWriter output)
    {
        Name = name;
        _output = output;
    }

    /// <inheritdoc />
    public string Name { get; }

    /// <inheritdoc />
    public long Milliseconds => Environment.TickCount64;

    /// <summary>.NET's heap has no end; what counts is that it shrinks by every byte that this thread allocates from now on.</summary>
    public long FreeHeap => int.MaxValue - (GC.GetAllocatedBytesForCurrentThread() - _allocatedBefore);

    /// <inheritdoc />
    public void WriteLine(string line)
    {
        _output.WriteLine(line);
    }
}
