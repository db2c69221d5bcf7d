// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Linq;
using TinyInterp.Optimize.Data;
using TinyInterp.Optimize.Trace;

namespace TinyInterp.Optimize.Prune;

/// <summary>The mean of each channel of each tensor over data: what a channel is replaced by with the least error if it has to be constant.</summary>
internal sealed class ChannelMeans
{
    private readonly double[][] _sums;
    private readonly long[] _counts;

    internal ChannelMeans(byte[] model, DataSet data)
    {
        TensorTrace trace = new TensorTrace(model);
        _sums = Enumerable.Range(0, trace.TensorCount)
            .Select(t => new double[trace.Tensor(t).Rank == 0 ? 1 : trace.Tensor(t).Shape[^1]]).ToArray();
        _counts = new long[_sums.Length];
        foreach (Sample sample in data.Samples)
        {
            trace.Reset();
            trace.Run(sample.Inputs, Add);
        }
    }

    /// <summary>The mean real value; 0 for what was never computed.</summary>
    internal double Of(int tensor, int channel)
    {
        return _counts[tensor] == 0 ? 0 : _sums[tensor][channel] / _counts[tensor];
    }

    private void Add(int tensor, float[] values)
    {
        double[] sums = _sums[tensor];
        for (int i = 0; i < values.Length; i++)
        {
            sums[i % sums.Length] += values[i];
        }

        _counts[tensor] += sums.Length == 0 ? 0 : values.Length / sums.Length;
    }
}
