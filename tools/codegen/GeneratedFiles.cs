// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.IO;
using TinyInterp.SchemaDump;

namespace TinyInterp.CodeGeneration;

/// <summary>All that is generated, by its place in the repository.</summary>
public static class GeneratedFiles
{
    /// <summary>The schema's place in the repository.</summary>
    public const string Schema = "schema/tflite.fbs";

    /// <summary>The files' names, relative to the repository's root, and their texts.</summary>
    public static IEnumerable<(string Name, string Text)> Write(string root)
    {
        FbsSchema schema = new(File.ReadAllText(Path.Combine(root, Schema)));
        yield return (OptionTables.FileName, OptionTables.Write(schema));
        foreach ((string, string) file in SchemaEnums.Write(schema))
        {
            yield return file;
        }
        foreach (string template in new[] { "Fft", "Rfft", "Irfft" })
        {
            string name = "signal/" + template + ".template";
            string text = File.ReadAllText(Path.Combine(root, name)).ReplaceLineEndings("\n");
            foreach (NumberFormat format in NumberFormat.All)
            {
                yield return ("signal/" + template + format.Suffix + ".cs", new ArithmeticTemplate(name, text).Write(template, format));
            }
        }
    }
}
