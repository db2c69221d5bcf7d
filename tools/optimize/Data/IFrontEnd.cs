// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.AudioFiles;

namespace TinyInterp.Optimize.Data;

/// <summary>Makes a model's input of a sound.</summary>
public interface IFrontEnd
{
    /// <summary>The name users know it by.</summary>
    string Name { get; }

    /// <summary>As many real values as the input has elements, whatever the sound's length.</summary>
    /// <exception cref="DataException">This input is not one that the front end makes.</exception>
    float[] Features(WavFile sound, ModelInput input);
}
