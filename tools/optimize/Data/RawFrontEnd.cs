// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Optimize.Data;

/// <summary>The samples themselves, from -1 to 1, the middle of the sound in the middle of the input.</summary>
internal sealed class RawFrontEnd : IFrontEnd
{
    /// <inheritdoc/>
    public string Name => "raw";

    /// <inheritdoc/>
    public float[] Features(Sound sound, ModelInput input)
    {
        short[] samples = sound.Centred(input.ElementCount);
        float[] values = new float[samples.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = samples[i] / 32768f;
        }

        return values;
    }
}
