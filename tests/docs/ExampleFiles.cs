// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;

namespace TinyInterp.Tests.Docs;

/// <summary>
/// What examples may name: the project's own models by their names, golden cases by theirs (conv_2d_int8_01/model.tflite), their zips
/// (conv_2d.zip), and notes.txt, which is not a model.
/// </summary>
internal static class ExampleFiles
{
    private static readonly string[] _models = Directory.GetFiles(RepositoryFiles.At("models"), "*.tflite", SearchOption.AllDirectories);

    private static readonly string[] _zips = Directory.GetFiles(RepositoryFiles.At("tests", "conformance"), "*.zip", SearchOption.AllDirectories)
        .OrderBy(zip => !zip.Contains(Path.DirectorySeparatorChar + "int" + Path.DirectorySeparatorChar)).ToArray();

    /// <summary>Puts the files that an example's words name into a folder.</summary>
    public static void Provide(IEnumerable<string> words, string folder)
    {
        foreach (string word in words.Where(word => !File.Exists(Path.Combine(folder, word))))
        {
            string? source = _models.Concat(_zips).FirstOrDefault(file => Path.GetFileName(file) == word);
            if (source != null)
            {
                File.Copy(source, Path.Combine(folder, word));
            }
            else if (word == "notes.txt")
            {
                File.WriteAllText(Path.Combine(folder, word), "these are notes\n");
            }
            else if (word.Contains('/'))
            {
                Extract(word, folder);
            }
        }
    }

    /// <summary>The file of a golden case, from the first zip that has it.</summary>
    private static void Extract(string name, string folder)
    {
        string operation = name.Split('/')[0].ToLowerInvariant();
        foreach (string zip in _zips.Where(zip => operation.StartsWith(Path.GetFileNameWithoutExtension(zip))))
        {
            using ZipArchive archive = ZipFile.OpenRead(zip);
            ZipArchiveEntry entry = archive.GetEntry(name)!;
            if (entry != null)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, name))!);
                entry.ExtractToFile(Path.Combine(folder, name));
                return;
            }
        }
    }
}
