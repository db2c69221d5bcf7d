// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.IO;
using TinyInterp.SchemaDump;

namespace TinyInterp.SchemaCode;

/// <summary>Writes schema/OptionTables.cs: <c>dotnet run --project tools/schema-code</c> in the repository's root.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        string root = Path.GetFullPath(args.Length > 0 ? args[0] : ".");
        string schema = Path.Combine(root, "schema", "tflite.fbs");
        if (!File.Exists(schema))
        {
            Console.Error.WriteLine("No such file: " + schema + ". Usage: schema-code [REPOSITORY]");
            return 2;
        }

        File.WriteAllText(Path.Combine(root, OptionTables.FileName), OptionTables.Write(new FbsSchema(File.ReadAllText(schema))));
        Console.WriteLine(OptionTables.FileName);
        return 0;
    }
}
