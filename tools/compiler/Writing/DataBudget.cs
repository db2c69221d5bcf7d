// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Compiler.Writing;

/// <summary>
/// RAM that a model may spend on constants as data, where literals are no faster. A board has much more flash than RAM, so it is little, and the first
/// layers get it.
/// </summary>
public sealed class DataBudget
{
    private const int MostBytes = 4096;
    private int _left = MostBytes;

    /// <summary>Takes some bytes if they are left.</summary>
    public bool TryTake(int bytes)
    {
        if (bytes > _left)
        {
            return false;
        }

        _left -= bytes;
        return true;
    }
}
