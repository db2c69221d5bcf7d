// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Device.I2s;
using nanoFramework.Hardware.Esp32;

namespace TinyInterp.Boards;

/// <summary>
/// A standard I2S microphone (INMP441, ICS-43434) with L/R to ground. The firmware is most reliable with two channels of 16 bits. It clocks 64
/// bits a frame whatever is asked for, so 8 kHz makes an SCK of 512 kHz, which the INMP441 takes (0.5 to 3.2 MHz), and the microphone's own
/// filter keeps out what is above 4 kHz.
/// </summary>
public sealed class I2sMicrophone : ISampleSource
{
    private const int Bus = 1;

    // Bytes that the firmware holds back while the network computes: ten of its buffers of 256 frames of 8 bytes, 320 ms at 8 kHz. An evaluation
    // takes up to 150 ms.
    private const int BufferLength = 10 * 256 * 8;

    private readonly I2sDevice _device;
    private readonly I2sDecoder _decoder;
    private readonly byte[] _bytes;
    private readonly int _blockLength;

    /// <summary>Takes the pins and begins to record.</summary>
    /// <param name="settings">The pins and the rate.</param>
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
        connection.SampleRate = settings.MicrophoneRate;
        connection.BufferSize = BufferLength;
        _device = new I2sDevice(connection);
        _decoder = new I2sDecoder(settings.MicrophoneRate);
        _bytes = new byte[_decoder.ByteCount(blockLength)];
        _blockLength = blockLength;
    }

    /// <summary>Waits until a block is full. The span is a small object on the heap, the only one of each block.</summary>
    /// <param name="samples">Receives as many samples as a block has.</param>
    public int Read(short[] samples)
    {
        _device.Read(new SpanByte(_bytes));
        _decoder.Decode(_bytes, samples, _blockLength);
        return _blockLength;
    }
}
