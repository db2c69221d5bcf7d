// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.IO;

namespace TinyInterp.Tool;

/// <summary>Writes a command's results: all of them, or on an error none.</summary>
internal static class OutputFiles
{
    /// <summary>Writes each of <paramref name="contents"/> to the path of the same index.</summary>
    /// <exception cref="ToolException">One cannot be written.</exception>
    internal static void Write(IReadOnlyList<string> paths, IReadOnlyList<byte[]> contents)
    {
        List<string?> temporary = new List<string?>();
        string path = string.Empty;
        try
        {
            for (int i = 0; i < paths.Count; i++)
            {
                path = paths[i];
                temporary.Add(IsDevice(path) ? null : path + ".part" + Environment.ProcessId);
                File.WriteAllBytes(temporary[i] ?? path, contents[i]);
            }

            for (int i = 0; i < paths.Count; i++)
            {
                path = paths[i];
                if (temporary[i] is string written)
                {
                    File.Move(written, path, overwrite: true);
                }
            }
        }
        catch (Exception e) when (e is IOException || e is UnauthorizedAccessException)
        {
            temporary.ForEach(Delete);
            throw new ToolException(ExitCodes.BadInput, path + ": cannot be written: " + e.Message);
        }
    }

    /// <summary>What cannot be replaced by moving a file over it, such as /dev/stdout.</summary>
    private static bool IsDevice(string path)
    {
        return Path.GetFullPath(path).StartsWith("/dev/", StringComparison.Ordinal);
    }

    private static void Delete(string? path)
    {
        if (path != null && File.Exists(path))
        {
            File.Delete(path);
        }
    }
}
