// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Boards;

/// <summary>Where sound comes from: one channel, 8 kHz, 16 bits.</summary>
public interface ISampleSource
{
    /// <summary>Waits for samples.</summary>
    /// <param name="samples">Receives them, from its beginning.</param>
    /// <returns>How many there are; 0 when no more will come.</returns>
    int Read(short[] samples);
}
