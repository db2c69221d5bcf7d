// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.IO;

namespace TinyInterp.Storage;

/// <summary>
/// Models in files: a device's internal storage (I:\), an SD card (D:\), or any file of a desktop. A library of its own, because only
/// firmware with a file system has what it refers to.
/// </summary>
public static class ModelFile
{
    // The root's offset, then the identifier.
    private const int LeastLength = 8;
    private const int IdentifierAt = 4;
    private const int Identifier = 0x334C4654; // TFL3

    /// <summary>Reads a .tflite file. On a device its bytes then lie on the heap, in one piece.</summary>
    /// <param name="path">Where it is, such as I:\model.tflite.</param>
    /// <returns>The bytes, for <see cref="MicroInterpreter"/>, which verifies what is in them.</returns>
    /// <exception cref="ModelException">
    /// There is no such file (<see cref="ErrorCode.FileMissing"/>), it cannot be read to its end (<see cref="ErrorCode.FileUnreadable"/>), it is
    /// shorter than any model (<see cref="ErrorCode.FileTooShort"/>) or larger than the heap can hold (<see cref="ErrorCode.FileTooLarge"/>), or it
    /// is no .tflite file (<see cref="ErrorCode.FileForeign"/>).
    /// </exception>
    public static byte[] Load(string path)
    {
        FileStream file = Open(path);
        try
        {
            return Read(file, path);
        }
        finally
        {
            file.Dispose();
        }
    }

    /// <summary>Reads a model from a stream that knows its length, to its end.</summary>
    /// <param name="stream">A stream at its beginning.</param>
    /// <param name="name">What the desktop's error message calls it.</param>
    /// <returns>The bytes.</returns>
    /// <exception cref="ModelException">As <see cref="Load"/>.</exception>
    public static byte[] Read(Stream stream, string name)
    {
        int count = 0;
        byte[] model = null;
        try
        {
            model = NewArray(stream.Length, name);
            while (count < model.Length)
            {
                int read = stream.Read(model, count, model.Length - count);
                if (read <= 0)
                {
                    throw Error(ErrorCode.FileUnreadable, name, model.Length, count);
                }

                count += read;
            }
        }
        catch (IOException)
        {
            // Such as a card that was pulled out.
            throw Error(ErrorCode.FileUnreadable, name, model == null ? 0 : model.Length, count);
        }

        int identifier = BitConverter.ToInt32(model, IdentifierAt);
        if (identifier != Identifier)
        {
            throw Error(ErrorCode.FileForeign, name, Identifier, identifier);
        }

        return model;
    }

    private static FileStream Open(string path)
    {
        if (string.IsNullOrEmpty(path))
        {
            throw Error(ErrorCode.ArgumentInvalid, path, 0, 0);
        }

        try
        {
            if (File.Exists(path))
            {
                return new FileStream(path, FileMode.Open, FileAccess.Read);
            }
        }
        catch (IOException)
        {
            // A volume that is not mounted: no file either.
        }

        throw Error(ErrorCode.FileMissing, path, 0, 0);
    }

    private static byte[] NewArray(long length, string name)
    {
        if (length < LeastLength)
        {
            throw Error(ErrorCode.FileTooShort, name, LeastLength, length);
        }

        try
        {
            return length > int.MaxValue ? throw new OutOfMemoryException() : new byte[(int)length];
        }
        catch (OutOfMemoryException)
        {
            throw Error(ErrorCode.FileTooLarge, name, 0, length);
        }
    }

    private static ModelException Error(ErrorCode code, string name, long expected, long found)
    {
#if NANOFRAMEWORK_1_0
        return new ModelException(code, ModelException.Nowhere, ModelException.Nowhere, ModelException.Nowhere, expected, found);
#else
        return new ModelException(
            code, ModelException.Nowhere, ModelException.Nowhere, ModelException.Nowhere, expected, found, name);
#endif
    }
}
