// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using TinyInterp.Optimize.Data;
using TinyInterp.Optimize.Trace;
using TinyInterp.Schema;
using TinyInterp.Writer;

namespace TinyInterp.Optimize.Quantize;

/// <summary>
/// What each tensor of a float model holds over the samples: first how far it goes, then, once it is known which tensors share a
/// range, how its values are distributed in it. Variables keep their state from sample to sample, as when the model runs.
/// </summary>
internal sealed class Calibration
{
    private readonly TensorTrace _trace;
    private readonly IReadOnlyList<Sample> _samples;
    private readonly Action _progress;
    private readonly Dictionary<int, LstmCell> _cells = new Dictionary<int, LstmCell>();
    private readonly Dictionary<int, int> _copies = new Dictionary<int, int>();
    private readonly Dictionary<int, (double Least, double Greatest, long Count)> _extents
        = new Dictionary<int, (double Least, double Greatest, long Count)>();

    /// <summary>Runs all samples once.</summary>
    /// <param name="graph">The model.</param>
    /// <param name="samples">What to run.</param>
    /// <param name="progress">Called after each sample; each is run twice.</param>
    /// <exception cref="QuantizeException">A tensor gets NaN or infinite.</exception>
    internal Calibration(FloatGraph graph, IReadOnlyList<Sample> samples, Action progress)
    {
        _samples = samples;
        _progress = progress;
        _trace = new TensorTrace(graph.Model.ToBytes());
        foreach (OperatorDef node in graph.Nodes.Where(node => graph.Code(node) == BuiltinOperator.UnidirectionalSequenceLstm))
        {
            _cells.Add(node.Outputs[0], new LstmCell(graph, node));
        }

        float[]?[] inputs = new float[graph.Main.Tensors.Count][];
        foreach (Sample sample in samples)
        {
            Run(sample, (tensor, values) =>
            {
                Extend(graph, sample, tensor, values);
                inputs[tensor] = values;
                if (_cells.TryGetValue(tensor, out LstmCell? cell))
                {
                    cell.Run(inputs[cell.Input] ?? graph.Floats(cell.Input));
                }
            });
        }
    }

    /// <summary>What a tensor reached, with 0.</summary>
    internal (double Least, double Greatest, long Count) Extent(int tensor)
    {
        return _extents.GetValueOrDefault(Original(tensor));
    }

    /// <summary>The greatest magnitude of the cells of the LSTM node with this output.</summary>
    internal double GreatestCell(int output)
    {
        return _cells[output].Greatest;
    }

    /// <summary>Says that a tensor, which the float model does not have, always holds what another does.</summary>
    internal void Copy(int original, int copy)
    {
        _copies.Add(copy, Original(original));
    }

    /// <summary>Runs all samples again into histograms.</summary>
    /// <param name="histograms">By tensor; tensors may share one.</param>
    internal void Fill(IReadOnlyDictionary<int, Histogram> histograms)
    {
        _trace.Reset();
        foreach (Sample sample in _samples)
        {
            Run(sample, (tensor, values) =>
            {
                if (histograms.TryGetValue(tensor, out Histogram? histogram))
                {
                    histogram.Add(values);
                }
            });
        }
    }

    private int Original(int tensor)
    {
        return _copies.GetValueOrDefault(tensor, tensor);
    }

    private void Run(Sample sample, Action<int, float[]> visit)
    {
        try
        {
            _trace.Run(sample.Inputs, visit);
        }
        catch (ModelException e)
        {
            throw new QuantizeException("calibration data " + sample.Name + ": the model refuses it: " + e.Message);
        }

        _progress?.Invoke();
    }

    private void Extend(FloatGraph graph, Sample sample, int tensor, float[] values)
    {
        if (!graph.IsFloat(tensor))
        {
            return;
        }

        (double least, double greatest, long count) = _extents.GetValueOrDefault(tensor);
        foreach (float value in values)
        {
            if (!float.IsFinite(value))
            {
                throw new QuantizeException(
                    "calibration data " + sample.Name + ": " + graph.Describe(tensor) + " becomes "
                        + (float.IsNaN(value) ? "NaN" : "infinite") + "; use data for which the float model has finite results");
            }

            least = Math.Min(least, value);
            greatest = Math.Max(greatest, value);
        }

        _extents[tensor] = (least, greatest, count + values.Length);
    }
}
