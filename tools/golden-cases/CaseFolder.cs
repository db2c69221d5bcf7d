// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text.Json;

namespace TinyInterp.GoldenCases;

/// <summary>
/// A folder of cases on its way through the reference: written here without outputs, completed by native/tflm_cases, packed here into a zip.
/// </summary>
public sealed class CaseFolder
{
    /// <summary>The list for the C++ program: a line for each case with its name and its numbers of sets and inputs.</summary>
    public const string PlainList = "cases.txt";

    private const string ListName = "cases.json";
    private const string ModelName = "model.tflite";

    private static readonly JsonSerializerOptions _json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    // A zip that does not depend on the clock can be made again to the byte.
    private static readonly DateTimeOffset _stamp = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly string _folder;

    /// <summary>A folder, which may not exist yet.</summary>
    public CaseFolder(string folder)
    {
        _folder = folder;
    }

    /// <summary>Adds cases to those that are there.</summary>
    public void Write(IEnumerable<DrawnCase> cases)
    {
        Directory.CreateDirectory(_folder);
        List<Entry> entries = Read();
        foreach (DrawnCase drawn in cases)
        {
            string folder = Path.Combine(_folder, drawn.Id);
            Directory.CreateDirectory(folder);
            File.WriteAllBytes(Path.Combine(folder, ModelName), drawn.Model);
            for (int set = 0; set < drawn.Inputs.Count; set++)
            {
                for (int i = 0; i < drawn.Inputs[set].Length; i++)
                {
                    File.WriteAllBytes(Path.Combine(folder, Name("in", set, i)), drawn.Inputs[set][i]);
                }
            }

            int outputs = Writer.ModelDocument.Read(drawn.Model).Subgraphs[0].Outputs.Count;
            entries.RemoveAll(entry => entry.Id == drawn.Id);
            entries.Add(new Entry(
                drawn.Id, drawn.Operator, drawn.Type, ModelName, Names("in", drawn.Inputs.Count, drawn.Inputs[0].Length), outputs, false,
                Names("out", drawn.Inputs.Count, outputs)));
        }

        File.WriteAllText(Path.Combine(_folder, ListName), JsonSerializer.Serialize(entries, _json) + "\n");
        File.WriteAllLines(
            Path.Combine(_folder, PlainList), entries.Select(entry => entry.Id + " " + entry.Inputs.Length + " " + entry.Inputs[0].Length));
    }

    /// <summary>Packs the cases that the reference has completed.</summary>
    /// <returns>The names of those it has not.</returns>
    public IReadOnlyList<string> Pack(string zip)
    {
        List<Entry> entries = Read();
        Entry[] complete = entries.Where(entry => entry.Outputs.SelectMany(set => set).All(name => File.Exists(Path.Combine(_folder, entry.Id, name)))).ToArray();
        File.Delete(zip);
        using ZipArchive archive = ZipFile.Open(zip, ZipArchiveMode.Create);
        Add(archive, ListName, JsonSerializer.SerializeToUtf8Bytes(complete, _json));
        foreach (Entry entry in complete)
        {
            foreach (string name in entry.Inputs.Concat(entry.Outputs).SelectMany(set => set).Prepend(entry.Model))
            {
                Add(archive, entry.Id + "/" + name, File.ReadAllBytes(Path.Combine(_folder, entry.Id, name)));
            }
        }

        return entries.Except(complete).Select(entry => entry.Id).ToArray();
    }

    private List<Entry> Read()
    {
        string list = Path.Combine(_folder, ListName);
        return (File.Exists(list) ? JsonSerializer.Deserialize<List<Entry>>(File.ReadAllText(list), _json) : null) ?? [];
    }

    private static void Add(ZipArchive archive, string name, byte[] bytes)
    {
        ZipArchiveEntry entry = archive.CreateEntry(name, CompressionLevel.SmallestSize);
        entry.LastWriteTime = _stamp;
        using Stream stream = entry.Open();
        stream.Write(bytes);
    }

    private static string[][] Names(string kind, int sets, int count)
    {
        return Enumerable.Range(0, sets).Select(set => Enumerable.Range(0, count).Select(i => Name(kind, set, i)).ToArray()).ToArray();
    }

    private static string Name(string kind, int set, int index)
    {
        return kind + set + "_" + index + ".bin";
    }

    /// <summary>A case as the list has it.</summary>
    internal sealed record Entry(
        string Id, string Op, string Type, string Model, string[][] Inputs, int OutputsN, bool Stateful, string[][] Outputs);
}
