// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.AudioFiles;

namespace TinyInterp.Optimize.Data;

/// <summary>The samples themselves, from -1 to 1 at the file's own rate, the middle of the sound in the middle of the input.</summary>
internal sealed class RawFrontEnd : IFrontEnd
{
    /// <inheritdoc/>
    public string Name => "raw";

    /// <inheritdoc/>
    public float[] Features(WavFile sound, ModelInput input)
    {
        return Array.ConvertAll(Middle.Of(sound.At(sound.Rate), input.ElementCount), sample => sample / 32768f);
    }
}
