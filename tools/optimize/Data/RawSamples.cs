// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;

namespace TinyInterp.Optimize.Data;

/// <summary>Files of raw payloads, one file for each input with as many payloads in each.</summary>
internal static class RawSamples
{
    internal static DataSet Load(DataSpec spec, ModelInputs inputs)
    {
        if (spec.Classes != null)
        {
            throw new DataException(spec.Text, "files have no classes; name a folder of class folders");
        }

        if (spec.Paths.Count != inputs.All.Count)
        {
            throw new DataException(
                spec.Text,
                "names " + spec.Paths.Count + (spec.Paths.Count == 1 ? " file" : " files") + ", the model has " + inputs.All.Count + " inputs: "
                    + string.Join(", ", inputs.All.Select(input => input + " of " + input.ByteCount + " bytes"))
                    + "; name one file for each, joined by commas");
        }

        List<byte[]> contents = new List<byte[]>();
        int count = -1;
        for (int i = 0; i < spec.Paths.Count; i++)
        {
            byte[] bytes = DataFile.OfPath(spec.Paths[i]).Read();
            int k = PayloadCount(spec.Paths[i], bytes, i, inputs.All[i]);
            if (count >= 0 && k != count)
            {
                throw new DataException(spec.Paths[i], "holds " + k + " payloads, " + spec.Paths[0] + " " + count + "; all inputs need as many");
            }

            contents.Add(bytes);
            count = k;
        }

        int take = spec.Limit == 0 ? count : Math.Min(count, spec.Limit);
        return new DataSet(
            Enumerable.Range(0, take).Select(i => (int)((i + 0.5) * count / take)).Select(k => new Sample(
                inputs.All.Select((input, i) => RawElements.Read(spec.Paths[i], contents[i], k * input.ByteCount, input)).ToArray(),
                Sample.NoLabel,
                spec.Paths[0] + " payload " + k)).ToArray(),
            []);
    }

    private static int PayloadCount(string path, byte[] bytes, int index, ModelInput input)
    {
        int size = input.ByteCount;
        if (size == 0 || bytes.Length == 0 || bytes.Length % size != 0)
        {
            throw new DataException(
                path, "has " + bytes.Length + " bytes; input " + index + ", " + input + ", takes " + size + " or a multiple of that");
        }

        return bytes.Length / size;
    }
}
