// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Boards.Host.Listen;

/// <summary>Where sound comes from: 8 kHz, one channel.</summary>
internal interface ISoundSource
{
    /// <summary>Waits for samples.</summary>
    /// <param name="samples">Receives as many as there are, at most its length.</param>
    /// <returns>How many there are; 0 at the end.</returns>
    int Read(short[] samples);
}
