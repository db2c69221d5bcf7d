// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace TinyInterp.Optimize.Data;

/// <summary>Samples for calibration and comparison, as real values whatever the files held.</summary>
public sealed class DataSet
{
    /// <summary>A data set from samples that exist already.</summary>
    /// <param name="samples">At least one.</param>
    /// <param name="classes">Names of the classes that labels index; empty where there are no labels.</param>
    public DataSet(IReadOnlyList<Sample> samples, IReadOnlyList<string> classes)
    {
        Samples = samples;
        Classes = classes;
    }

    /// <summary>The samples, at least one.</summary>
    public IReadOnlyList<Sample> Samples { get; }

    /// <summary>Names of the classes in the order of labels; empty where the data has none.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Whether every sample has a label.</summary>
    public bool HasLabels => Classes.Count != 0 && Samples.All(sample => sample.Label != Sample.NoLabel);

    /// <summary>Reads what a specification names for a model with the given inputs.</summary>
    /// <exception cref="DataException">Something is missing, of the wrong size, or not a number.</exception>
    public static DataSet Load(DataSpec spec, ModelInputs inputs)
    {
        string? missing = spec.Paths.FirstOrDefault(path => !File.Exists(path) && !Directory.Exists(path));
        if (missing != null)
        {
            throw new DataException(missing, "no such file or folder");
        }

        DataSet data;
        if (spec.IsRandom)
        {
            data = RandomSamples.Make(spec, inputs);
        }
        else if (spec.Paths.Count == 1 && IsFolder(spec.Paths[0]))
        {
            data = FolderSamples.Load(spec, inputs);
        }
        else if (spec.Paths.All(DataFile.IsWave))
        {
            SampleReader reader = new SampleReader(spec, inputs);
            data = new DataSet(spec.Paths.Select(path => reader.Read(DataFile.OfPath(path), Sample.NoLabel)).ToArray(), []);
        }
        else
        {
            data = RawSamples.Load(spec, inputs);
        }

        RequireNumbers(data);
        return data;
    }

    private static bool IsFolder(string path)
    {
        return Directory.Exists(path) || DataFile.IsZip(path);
    }

    private static void RequireNumbers(DataSet data)
    {
        foreach (Sample sample in data.Samples)
        {
            for (int i = 0; i < sample.Inputs.Length; i++)
            {
                int at = System.Array.FindIndex(sample.Inputs[i], value => !float.IsFinite(value));
                if (at >= 0)
                {
                    throw new DataException(
                        sample.Name,
                        "element " + at + " of input " + i + " is " + (float.IsNaN(sample.Inputs[i][at]) ? "NaN" : "infinite")
                            + "; data must be finite numbers");
                }
            }
        }
    }
}
