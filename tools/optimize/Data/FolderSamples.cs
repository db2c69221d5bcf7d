// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace TinyInterp.Optimize.Data;

/// <summary>
/// A folder (or zip) of class folders whose files are one sample each, or of such files without classes. Folders whose name begins with
/// '_' or '.' are not classes unless named as such.
/// </summary>
internal static class FolderSamples
{
    /// <summary>A file beside the class folders that gives their order, one name a line.</summary>
    internal const string LabelFile = "labels.txt";

    /// <summary>Stands among the classes for a model output without data.</summary>
    private const string NoData = "-";

    internal static DataSet Load(DataSpec spec, ModelInputs inputs)
    {
        string root = spec.Paths[0];
        IReadOnlyList<DataFile> all = DataFile.Below(root);
        DataFile[] files = all.Where(file => !IsLabelFile(file)).ToArray();
        if (files.Length == 0)
        {
            throw new DataException(root, "holds no .bin or .wav files, and no folders or zips of them");
        }

        if (spec.Only != null)
        {
            files = Listed(files, spec.Only, root);
        }

        IReadOnlyList<string>? classes = spec.Classes ?? OrderOf(all.FirstOrDefault(file => file.RelativePath == LabelFile));
        if (files.All(file => !file.RelativePath.Contains('/')))
        {
            if (spec.Classes != null)
            {
                throw new DataException(root, "has no class folders; leave the classes out or name the folder that holds them");
            }

            return Read(spec, inputs, files.Select(file => (file, Sample.NoLabel)).ToArray(), []);
        }

        RequireOneLevel(root, files);
        classes ??= files.Select(ClassOf).Where(name => name[0] != '_' && name[0] != '.').Distinct().ToArray();
        (DataFile, int)[] labelled = files.Select(file => (file, classes.ToList().IndexOf(ClassOf(file)))).Where(file => file.Item2 >= 0).ToArray();
        string? missing = spec.Classes?.Where((name, label) => name != NoData && labelled.All(file => file.Item2 != label)).FirstOrDefault();
        if (labelled.Length == 0 || missing != null)
        {
            throw new DataException(root, "has no folder " + (missing ?? "of a class") + " with .bin or .wav files");
        }

        return Read(spec, inputs, labelled, classes);
    }

    private static DataSet Read(DataSpec spec, ModelInputs inputs, (DataFile File, int Label)[] files, IReadOnlyList<string> classes)
    {
        SampleReader reader = new SampleReader(spec, inputs);
        return new DataSet(Limited(files, spec.Limit).Select(file => reader.Read(file.File, file.Label)).ToArray(), classes);
    }

    /// <summary>Every n-th file; as they are sorted by class, each class keeps its share.</summary>
    private static IEnumerable<(DataFile File, int Label)> Limited((DataFile File, int Label)[] files, int limit)
    {
        return limit == 0 || files.Length <= limit
            ? files
            : Enumerable.Range(0, limit).Select(i => files[(int)((i + 0.5) * files.Length / limit)]);
    }

    private static void RequireOneLevel(string root, DataFile[] files)
    {
        DataFile? stray = files.FirstOrDefault(file => file.RelativePath.Count(c => c == '/') != 1);
        if (stray != null)
        {
            throw new DataException(
                root,
                stray.RelativePath + " lies " + (stray.RelativePath.Contains('/') ? "deeper than" : "beside")
                    + " the class folders; expected is " + root.TrimEnd('/') + "/CLASS/FILE for all files or FILE for all");
        }
    }

    private static bool IsLabelFile(DataFile file)
    {
        return !DataFile.IsRaw(file.RelativePath) && !DataFile.IsWave(file.RelativePath);
    }

    private static string[]? OrderOf(DataFile? labels)
    {
        return labels == null
            ? null
            : Lines(labels);
    }

    private static DataFile[] Listed(DataFile[] files, string list, string root)
    {
        HashSet<string> listed = Lines(DataFile.OfPath(list)).ToHashSet();
        DataFile[] found = files.Where(file => listed.Contains(file.RelativePath)).ToArray();
        return found.Length != 0 ? found : throw new DataException(list, "names no file of " + root + "; it should hold lines CLASS/FILE");
    }

    private static string[] Lines(DataFile file)
    {
        return Encoding.UTF8.GetString(file.Read()).Split('\n').Select(line => line.Trim()).Where(line => line.Length != 0).ToArray();
    }

    private static string ClassOf(DataFile file)
    {
        return file.RelativePath.Substring(0, file.RelativePath.IndexOf('/'));
    }
}
