// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using TinyInterp.AudioFiles;

namespace TinyInterp.Optimize.Data;

/// <summary>Turns one file of a folder into one sample.</summary>
internal sealed class SampleReader
{
    private readonly DataSpec _spec;
    private readonly ModelInputs _inputs;
    private IFrontEnd? _frontEnd;

    internal SampleReader(DataSpec spec, ModelInputs inputs)
    {
        _spec = spec;
        _inputs = inputs;
    }

    internal Sample Read(DataFile file, int label)
    {
        return DataFile.IsWave(file.Place) ? Wave(file, label) : Raw(file, label);
    }

    /// <summary>A sound through the front end that the specification names.</summary>
    private Sample Wave(DataFile file, int label)
    {
        if (_inputs.All.Count != 1)
        {
            throw new DataException(file.Place, "a WAV is one input, the model has " + _inputs.All.Count);
        }

        _frontEnd ??= FrontEnds.Find(file.Place, _spec.FrontEnd);
        try
        {
            return new Sample([_frontEnd.Features(WavFile.Read(file.Read(), file.Place), _inputs.All[0])], label, file.Place);
        }
        catch (AudioException e)
        {
            throw new DataException(e.Place, e.Problem);
        }
    }

    private Sample Raw(DataFile file, int label)
    {
        byte[] bytes = file.Read();
        if (bytes.Length != _inputs.ByteCount)
        {
            throw new DataException(
                file.Place,
                "has " + bytes.Length + " bytes; one sample, " + string.Join(" then ", _inputs.All) + ", takes " + _inputs.ByteCount);
        }

        List<float[]> values = new List<float[]>();
        int start = 0;
        foreach (ModelInput input in _inputs.All)
        {
            values.Add(RawElements.Read(file.Place, bytes, start, input));
            start += input.ByteCount;
        }

        return new Sample(values.ToArray(), label, file.Place);
    }
}
