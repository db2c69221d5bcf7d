// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.AudioFiles;
using TinyInterp.Keyword;
using TinyInterp.Signal;

namespace TinyInterp.Optimize.Data;

/// <summary>
/// What the keyword spotter computes on a board: frames of log mel energies of 8 kHz sound, of as much of the sound's middle as the input
/// has frames. The real value of a feature is a 32nd of its int8, about one in mean, as the keyword model was trained.
/// </summary>
internal sealed class KeywordFrontEnd : IFrontEnd
{
    private const float Step = 1f / 32;

    private readonly LogMelFrontEnd _frontEnd = new LogMelFrontEnd(KeywordBands.Edges);

    /// <inheritdoc/>
    public string Name => "keyword";

    /// <inheritdoc/>
    public float[] Features(WavFile sound, ModelInput input)
    {
        int bands = _frontEnd.BandCount;
        int frames = input.ElementCount / bands;
        if (frames * bands != input.ElementCount)
        {
            throw new DataException(
                "--front-end " + Name, "produces frames of " + bands + " features, but the model's input " + input + " does not hold a whole number of them");
        }

        short[] samples = Middle.Of(sound.At(LogMelFrontEnd.SampleRate), frames * LogMelFrontEnd.FrameLength);
        sbyte[] features = new sbyte[input.ElementCount];
        _frontEnd.Reset();
        for (int f = 0; f < frames; f++)
        {
            _frontEnd.Write(samples, f * LogMelFrontEnd.FrameLength, LogMelFrontEnd.FrameLength);
            _frontEnd.Read(features, f * bands);
        }

        float[] values = new float[features.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = features[i] * Step;
        }

        return values;
    }
}
