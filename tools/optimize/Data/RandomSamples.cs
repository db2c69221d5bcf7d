// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Linq;

namespace TinyInterp.Optimize.Data;

/// <summary>
/// Uniform samples, the same for the same seed: over the range that a tensor's quantisation or its min and max tell, over [-1, 1] where
/// nothing does.
/// </summary>
internal static class RandomSamples
{
    internal static DataSet Make(DataSpec spec, ModelInputs inputs)
    {
        Random random = new Random(spec.Seed);
        int count = spec.Limit == 0 ? spec.Count : Math.Min(spec.Count, spec.Limit);
        return new DataSet(
            Enumerable.Range(0, count)
                .Select(i => new Sample(inputs.All.Select(input => Values(input, random)).ToArray(), Sample.NoLabel, spec.Text + " sample " + i))
                .ToArray(),
            []);
    }

    private static float[] Values(ModelInput input, Random random)
    {
        float[] values = new float[input.ElementCount];
        for (int i = 0; i < values.Length; i++)
        {
            double value = input.Least + random.NextDouble() * ((double)input.Greatest - input.Least);
            values[i] = (float)(input.IsWhole ? Math.Round(value) : value);
        }

        return values;
    }
}
