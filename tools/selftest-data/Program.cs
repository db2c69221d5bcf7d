// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.IO;

namespace TinyInterp.SelfTestData;

/// <summary>
/// Writes boards/selftest/data-*: <c>dotnet run --project tools/selftest-data</c> in the repository's root. With <c>. --check</c> it
/// compares them instead.
/// </summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        string root = Path.GetFullPath(args.Length > 0 ? args[0] : ".");
        string conformance = Path.Combine(root, "tests", "conformance");
        if (!Directory.Exists(conformance))
        {
            Console.Error.WriteLine("No such folder: " + conformance + ". Usage: selftest-data [REPOSITORY [--check]]");
            return 2;
        }

        bool isCheck = args.Length > 1 && args[1] == "--check";
        int different = 0;
        foreach (KeyValuePair<string, string> file in DataSources.Make(conformance))
        {
            string path = Path.Combine(root, file.Key);
            if (isCheck)
            {
                if (!File.Exists(path) || File.ReadAllText(path).ReplaceLineEndings("\n") != file.Value)
                {
                    Console.Error.WriteLine(file.Key + ": run dotnet run --project tools/selftest-data");
                    different++;
                }

                continue;
            }

            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, file.Value);
            Console.WriteLine(file.Key);
        }

        return different == 0 ? 0 : 1;
    }
}
