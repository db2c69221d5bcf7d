// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.IO;

namespace TinyInterp.Storage;

/// <summary>
/// Models in files: in a device's internal storage (I:\), on an SD card (D:\), or anywhere on a desktop. It is a library of its own,
/// because the assemblies it references are only in firmware with a file system.
/// </summary>
public static class ModelFile
{
    // The offset of the root table, then the identifier.
    private const int LeastLength = 8;
    private const int IdentifierAt = 4;
    private const int Identifier = 0x334C4654; // TFL3

    /// <summary>Reads a .tflite file. On a device its bytes are then on the heap, in one piece.</summary>
    /// <param name="path">The file's path, such as I:\model.tflite.</param>
    /// <returns>The bytes, for <see cref="MicroInterpreter"/>, which verifies them.</returns>
    /// <exception cref="ModelException">
    /// The file does not exist (<see cref="ErrorCode.FileMissing"/>), cannot be read to its end (<see cref="ErrorCode.FileUnreadable"/>),
    /// is shorter than any model (<see cref="ErrorCode.FileTooShort"/>), is larger than the heap can hold
    /// (<see cref="ErrorCode.FileTooLarge"/>), or is not a .tflite model (<see cref="ErrorCode.FileForeign"/>).
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

    /// <summary>Reads a model from a stream of known length, to its end.</summary>
    /// <param name="stream">A stream at its beginning.</param>
    /// <param name="name">The name that the desktop's error message uses.</param>
    /// <returns>The bytes.</returns>
    /// <exception cref="ModelException">The same as <see cref="Load"/>.</exception>
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
            // For example, the card was pulled out.
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
            // The volume is not mounted, so there is no file.
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
