// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Device.I2s;
using nanoFramework.Hardware.Esp32;
using TinyInterp.Signal;

namespace TinyInterp.Boards;

/// <summary>
/// A standard I2S microphone (INMP441, ICS-43434) with L/R to ground. The firmware is most reliable with two channels of 16 bits at 16 kHz, so one
/// channel is taken here and its rate halved.
/// </summary>
public sealed class I2sMicrophone : ISampleSource
{
    private const int Bus = 1;
    private const int DeviceRate = 2 * LogMelFrontEnd.SampleRate;
    private const int BytesPerFrame = 4;

    // The left channel, which a microphone speaks on when L/R is low, is the first of each pair; 2 for the other one.
    private const int ChannelOffset = 0;

    // Such a microphone gives -26 dB of full scale at 94 dB of sound pressure, so speech at 65 dB has an effective value of about 60: three doublings
    // bring it nearer to what the model was trained with and leave 36 dB above it.
    private const int Gain = 3;

    private readonly I2sDevice _device;
    private readonly HalfBandDecimator _decimator = new HalfBandDecimator(Gain);
    private readonly byte[] _bytes;

    /// <summary>Takes the pins and begins to record.</summary>
    /// <param name="settings">The pins.</param>
    /// <param name="blockLength">Samples that a read gives.</param>
    public I2sMicrophone(BoardSettings settings, int blockLength)
    {
        Configuration.SetPinFunction(settings.I2sClockPin, DeviceFunction.I2S1_BCK);
        Configuration.SetPinFunction(settings.I2sWordSelectPin, DeviceFunction.I2S1_WS);
        Configuration.SetPinFunction(settings.I2sDataPin, DeviceFunction.I2S1_MDATA_IN);
        I2sConnectionSettings connection = new I2sConnectionSettings(Bus);
        connection.Mode = I2sMode.Master | I2sMode.Rx;
        connection.CommunicationFormat = I2sCommunicationFormat.I2S;
        connection.ChannelFormat = I2sChannelFormat.RightLeft;
        connection.BitsPerSample = I2sBitsPerSample.Bit16;
        connection.SampleRate = DeviceRate;
        _device = new I2sDevice(connection);
        _bytes = new byte[2 * blockLength * BytesPerFrame];
    }

    /// <summary>Waits until a block is full. The span is a small object on the heap, the only one of each block.</summary>
    /// <param name="samples">Receives as many samples as a block has.</param>
    public int Read(short[] samples)
    {
        _device.Read(new SpanByte(_bytes));
        int count = _bytes.Length / BytesPerFrame / 2;
        _decimator.Write(_bytes, ChannelOffset, BytesPerFrame, samples, count);
        return count;
    }
}
