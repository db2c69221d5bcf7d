// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Boards;

/// <summary>What a board listens to.</summary>
public enum SoundKind
{
    /// <summary>Recorded words, again and again.</summary>
    Clips,

    /// <summary>Samples from a serial line, as SerialSource takes them.</summary>
    Serial,

    /// <summary>A microphone on the I2S pins. Only ESP32 firmware has I2S.</summary>
    Microphone,
}
