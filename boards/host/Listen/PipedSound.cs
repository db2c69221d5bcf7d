// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Buffers.Binary;
using System.IO;

namespace TinyInterp.Boards.Host.Listen;

/// <summary>Sound from a pipe: 16-bit little-endian samples and nothing else.</summary>
internal sealed class PipedSound : ISoundSource
{
    private readonly Stream _stream;
    private byte[] _bytes = [];

    internal PipedSound(Stream stream)
    {
        _stream = stream;
    }

    /// <inheritdoc />
    public int Read(short[] samples)
    {
        if (_bytes.Length != samples.Length * sizeof(short))
        {
            _bytes = new byte[samples.Length * sizeof(short)];
        }

        int count = _stream.ReadAtLeast(_bytes, _bytes.Length, throwOnEndOfStream: false) / sizeof(short);
        for (int i = 0; i < count; i++)
        {
            samples[i] = BinaryPrimitives.ReadInt16LittleEndian(_bytes.AsSpan(i * sizeof(short)));
        }

        return count;
    }
}
