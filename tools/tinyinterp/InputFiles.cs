// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.IO;

namespace TinyInterp.Tool;

/// <summary>Reads files that users name, with errors that name the file.</summary>
internal static class InputFiles
{
    /// <summary>The bytes of a file.</summary>
    /// <exception cref="ToolException">It is not there, a folder, or cannot be read.</exception>
    internal static byte[] Read(string path)
    {
        if (Directory.Exists(path))
        {
            throw new ToolException(ExitCodes.BadInput, path + ": is a folder; name a file");
        }

        if (!File.Exists(path))
        {
            throw new ToolException(ExitCodes.BadInput, path + ": no such file");
        }

        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException || e is UnauthorizedAccessException)
        {
            throw new ToolException(ExitCodes.BadInput, path + ": cannot be read: " + e.Message);
        }
    }
}
