// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.IO.Ports;

namespace TinyInterp.Boards;

/// <summary>
/// Sound from a serial line: samples as they are, the lower byte first, no header, at 460,800 baud (they take 160,000). The sender keeps the time;
/// it must not send faster than the sound plays. There is nothing to tell the first byte of a sample: a lost byte makes noise of all that follows.
/// </summary>
public sealed class SerialSource : ISampleSource
{
    private const int BaudRate = 460800;

    // A quarter of a second, for while the network computes.
    private const int BufferLength = 4096;

    private readonly SerialPort _port;
    private readonly byte[] _bytes;

    /// <summary>Opens a port.</summary>
    /// <param name="name">Its name, such as COM2.</param>
    /// <param name="blockLength">Samples that a read gives.</param>
    public SerialSource(string name, int blockLength)
    {
        _bytes = new byte[blockLength * 2];
        _port = new SerialPort(name, BaudRate);
        _port.ReadBufferSize = BufferLength;
        _port.Open();
    }

    /// <inheritdoc />
    public int Read(short[] samples)
    {
        // Without a time-out a read waits for all bytes, but the firmware may give fewer.
        int at = 0;
        while (at < _bytes.Length)
        {
            at += _port.Read(_bytes, at, _bytes.Length - at);
        }

        Pcm16.Decode(_bytes, 0, samples, 0, _bytes.Length / 2);
        return _bytes.Length / 2;
    }
}
