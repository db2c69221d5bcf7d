// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using TinyInterp.Golden;
using TinyInterp.SchemaDump;

namespace TinyInterp.Schema.FlatSharp;

/// <summary>Compares FlatSharp's reading of models with the library's, field by field.</summary>
internal static class Program
{
    private const int MostShown = 20;

    private static int Main(string[] args)
    {
        if (args.Length == 0)
        {
            Console.Error.WriteLine("usage: dotnet run --project tools/flatsharp -p:UseFlatSharp=true -- PATH... (models, zips of golden cases or folders)");
            return 2;
        }

        using StreamReader text = new StreamReader(typeof(Program).Assembly.GetManifestResourceStream("tflite.fbs"));
        FbsSchema schema = new FbsSchema(text.ReadToEnd());
        int models = 0;
        long fields = 0;
        int failed = 0;
        foreach ((string name, byte[] model) in args.SelectMany(Models))
        {
            ModelVerifier.Verify(model);
            IReadOnlyList<string> ours = FieldDump.Of(schema, new BytesSource(schema, model));
            IReadOnlyList<string> differences = FieldDump.Differences(ours, FlatSharpReading.Of(schema, model));
            models++;
            fields += ours.Count;
            if (differences.Count != 0)
            {
                failed++;
                Console.WriteLine("DIFFERENT " + name);
                foreach (string line in differences.Take(MostShown))
                {
                    Console.WriteLine("  " + line);
                }
            }
        }

        Console.WriteLine(models + " models, " + fields + " fields, " + failed + " models differ");
        return models == 0 ? 2 : failed == 0 ? 0 : 1;
    }

    private static IEnumerable<(string Name, byte[] Model)> Models(string path)
    {
        if (path.EndsWith(".tflite", StringComparison.OrdinalIgnoreCase))
        {
            yield return (path, File.ReadAllBytes(path));
            yield break;
        }

        foreach (CaseSource source in CaseSource.Open(path))
        {
            using (source)
            {
                foreach (GoldenCase golden in CaseReader.Read(source))
                {
                    yield return (golden.ToString(), golden.ReadModel());
                }
            }
        }
    }
}
