// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp;

/// <summary>
/// Joins a model that an app contains in parts, as `tinyinterp embed` writes it, and checks that it is complete:
/// <c>new ModelParts(length, checksum).Add(part0).Add(part1).ToModel()</c>.
/// </summary>
public sealed class ModelParts
{
    private readonly byte[] _model;
    private readonly long _checksum;
    private int _count;

    /// <summary>Creates a model without any part yet.</summary>
    /// <param name="length">Number of bytes of the whole model.</param>
    /// <param name="checksum">The model's <see cref="ModelChecksum"/>.</param>
    public ModelParts(int length, long checksum)
    {
        _model = new byte[length];
        _checksum = checksum;
    }

    /// <summary>Number of bytes added so far.</summary>
    public int Count => _count;

    /// <summary>Appends a part.</summary>
    /// <returns>This object, so that calls chain.</returns>
    /// <exception cref="ModelException">
    /// <see cref="ErrorCode.ChecksumWrong"/>: the parts have more bytes than the model. <see cref="ErrorCode.ArgumentInvalid"/>: the part
    /// is null.
    /// </exception>
    public ModelParts Add(byte[] part)
    {
        if (part == null)
        {
            throw Errors.Of(ErrorCode.ArgumentInvalid, 1, 0);
        }

        if (part.Length > _model.Length - _count)
        {
            throw Errors.Of(ErrorCode.ChecksumWrong, _model.Length, (long)_count + part.Length);
        }

        Array.Copy(part, 0, _model, _count, part.Length);
        _count += part.Length;
        return this;
    }

    /// <summary>The complete model.</summary>
    /// <exception cref="ModelException"><see cref="ErrorCode.ChecksumWrong"/>: bytes are missing or have changed.</exception>
    public byte[] ToModel()
    {
        if (_count != _model.Length)
        {
            throw Errors.Of(ErrorCode.ChecksumWrong, _model.Length, _count);
        }

        long found = ModelChecksum.Of(_model);
        if (found != _checksum)
        {
            throw Errors.Of(ErrorCode.ChecksumWrong, _checksum, found);
        }

        return _model;
    }
}
