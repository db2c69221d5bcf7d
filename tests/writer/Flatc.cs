// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.Json;
using Xunit;

namespace TinyInterp.Tests.Writer;

/// <summary>The schema compiler of Debian's flatbuffers-compiler, an independent reader of what our writer writes.</summary>
internal static class Flatc
{
    private static readonly string? _program = FindProgram();

    /// <summary>Skips the test, visibly, where flatc is missing.</summary>
    public static void SkipUnlessInstalled()
    {
        Assert.SkipUnless(_program != null, "flatc is not on PATH (Debian: apt-get install flatbuffers-compiler).");
    }

    /// <summary>The model as flatc understands it, every scalar present, so that stored and implied defaults look alike.</summary>
    public static JsonElement Decode(byte[] model)
    {
        return DecodeAll([model]).Single();
    }

    /// <summary>Several models at once: most of the time goes into reading the schema.</summary>
    public static IReadOnlyList<JsonElement> DecodeAll(IReadOnlyList<byte[]> models)
    {
        string folder = Directory.CreateTempSubdirectory("tinyinterp-flatc").FullName;
        try
        {
            string[] files = models.Select((_, i) => Path.Combine(folder, "model" + i + ".tflite")).ToArray();
            for (int i = 0; i < files.Length; i++)
            {
                File.WriteAllBytes(files[i], models[i]);
            }

            string schema = RepositoryFiles.At("schema", "tflite.fbs");
            Run(folder, ["-t", "--strict-json", "--raw-binary", "--defaults-json", schema, "--", .. files]);
            return files.Select(file => JsonDocument.Parse(File.ReadAllText(Path.ChangeExtension(file, ".json"))).RootElement).ToArray();
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    /// <summary>The bytes that flatc writes for a model in JSON.</summary>
    public static byte[] Encode(string json)
    {
        string folder = Directory.CreateTempSubdirectory("tinyinterp-flatc").FullName;
        try
        {
            string file = Path.Combine(folder, "model.json");
            File.WriteAllText(file, json);
            Run(folder, "-b", RepositoryFiles.At("schema", "tflite.fbs"), file);
            return File.ReadAllBytes(Path.Combine(folder, "model.tflite"));
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static void Run(string folder, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(_program!, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true
        })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output);
    }

    private static string? FindProgram()
    {
        string name = OperatingSystem.IsWindows() ? "flatc.exe" : "flatc";
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator);
        return folders.Where(folder => folder.Length > 0).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
    }
}
