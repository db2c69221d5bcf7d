// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Linq;
using TinyInterp.Optimize.Data;
using TinyInterp.Optimize.Quantize;

namespace TinyInterp.ModelTraining;

/// <summary>Quantises a trained model with the project's own quantiser.</summary>
public static class Quantization
{
    /// <summary>The int8 form of a model with one input, its ranges taken from samples.</summary>
    public static byte[] ToInt8(byte[] model, IEnumerable<double[]> inputs)
    {
        Sample[] samples = inputs
            .Select((input, i) => new Sample([input.Select(value => (float)value).ToArray()], Sample.NoLabel, "sample " + i))
            .ToArray();
        return Quantizer.Run(model, new DataSet(samples, []), new QuantizeOptions()).Bytes;
    }
}
