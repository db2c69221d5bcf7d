// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Signal;

namespace TinyInterp.Boards.Host;

/// <summary>
/// A second of sound as boards read it, before the spotter gets it. Called through reflection in the context whose builds are metered, so
/// its parameters are plain.
/// </summary>
public static class SoundInput
{
    /// <summary>What turns a second of bytes into samples.</summary>
    /// <param name="microphoneRate">Frames a second of an I2S microphone, or 0 for samples as clips and serial lines bring them.</param>
    public static Action Second(int microphoneRate)
    {
        short[] samples = new short[LogMelFrontEnd.SampleRate];
        if (microphoneRate == 0)
        {
            byte[] bytes = new byte[2 * samples.Length];
            return () => Pcm16.Decode(bytes, 0, samples, 0, samples.Length);
        }

        I2sDecoder decoder = new(microphoneRate);
        byte[] frames = new byte[decoder.ByteCount(samples.Length)];
        return () => decoder.Decode(frames, samples, samples.Length);
    }
}
