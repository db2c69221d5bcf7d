// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.IO;

namespace TinyInterp.SelfTestData;

/// <summary>Writes boards/selftest/data-*: <c>dotnet run --project tools/selftest-data</c> in the repository's root.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        string root = Path.GetFullPath(args.Length > 0 ? args[0] : ".");
        string conformance = Path.Combine(root, "tests", "conformance");
        if (!Directory.Exists(conformance))
        {
            Console.Error.WriteLine("No such folder: " + conformance + ". Usage: selftest-data [REPOSITORY]");
            return 2;
        }

        foreach (KeyValuePair<string, string> file in DataSources.Make(conformance))
        {
            string path = Path.Combine(root, file.Key);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, file.Value);
            Console.WriteLine(file.Key);
        }

        return 0;
    }
}
