// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.IO;

namespace TinyInterp.CodeGeneration;

/// <summary>
/// Writes the C# that follows from other files: <c>dotnet run --project tools/codegen</c> in the repository's root. A test compares.
/// </summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        string root = Path.GetFullPath(args.Length > 0 ? args[0] : ".");
        if (!File.Exists(Path.Combine(root, GeneratedFiles.Schema)))
        {
            Console.Error.WriteLine("No such file: " + Path.Combine(root, GeneratedFiles.Schema) + ". Usage: codegen [REPOSITORY]");
            return 2;
        }

        foreach ((string name, string text) in GeneratedFiles.Write(root))
        {
            File.WriteAllText(Path.Combine(root, name), text);
            Console.WriteLine(name);
        }

        return 0;
    }
}
