// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Boards;

/// <summary>A light.</summary>
public interface ILed
{
    /// <summary>Switches it.</summary>
    void Set(bool isOn);
}
