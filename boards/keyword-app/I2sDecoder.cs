// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Signal;

namespace TinyInterp.Boards;

/// <summary>
/// Samples out of what an I2S microphone brings: two channels of 16 bits, the lower byte first, of which it speaks on one. They are made eight
/// times louder, because such a microphone gives −26 dB of full scale at 94 dB of sound pressure, so speech at 65 dB has an effective value of
/// about 60: three doublings bring it near to what the model was trained with and leave 36 dB above it.
/// </summary>
public sealed class I2sDecoder
{
    private const int BytesPerFrame = 4;
    private const int Gain = 3;

    // The left channel, on which a microphone speaks when L/R is low, is the first of each pair; 2 for the other one.
    private const int ChannelOffset = 0;

    private readonly HalfBandDecimator _decimator;

    /// <summary>A decoder of one stream.</summary>
    /// <param name="rate">The microphone's frames a second: those of the front end, 8 kHz, or twice as many, which are halved here.</param>
    /// <exception cref="ArgumentException">It is another rate.</exception>
    public I2sDecoder(int rate)
    {
        if (rate == 2 * LogMelFrontEnd.SampleRate)
        {
            _decimator = new HalfBandDecimator(Gain);
        }
        else if (rate != LogMelFrontEnd.SampleRate)
        {
            throw new ArgumentException();
        }
    }

    /// <summary>The bytes that a number of samples is made of.</summary>
    public int ByteCount(int samples)
    {
        return samples * BytesPerFrame * (_decimator == null ? 1 : 2);
    }

    /// <summary>Makes samples of bytes.</summary>
    /// <param name="bytes">As many as <see cref="ByteCount"/> says.</param>
    /// <param name="samples">Receives the samples, from its beginning; too loud ones are clipped.</param>
    /// <param name="count">How many.</param>
    public void Decode(byte[] bytes, short[] samples, int count)
    {
        if (_decimator != null)
        {
            _decimator.Write(bytes, ChannelOffset, BytesPerFrame, samples, count);
            return;
        }

        int at = ChannelOffset;
        for (int i = 0; i < count; i++)
        {
            int sample = (short)(bytes[at] | bytes[at + 1] << 8) << Gain;
            if (sample > short.MaxValue)
            {
                sample = short.MaxValue;
            }
            else if (sample < short.MinValue)
            {
                sample = short.MinValue;
            }

            samples[i] = (short)sample;
            at += BytesPerFrame;
        }
    }
}
