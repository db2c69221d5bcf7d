// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using TinyInterp.Kernels;
using TinyInterp.Schema;
using TinyInterp.Writer;

namespace TinyInterp.Optimize.Trace;

/// <summary>
/// Runs a model sample by sample and hands out the real values of every tensor of subgraph 0. A tensor is read as soon as its node has
/// run, because another may take its memory after that.
/// </summary>
public sealed class TensorTrace : INodeProfiler
{
    private readonly MicroInterpreter _interpreter;
    private readonly Subgraph _subgraph;
    private readonly int[][] _written;
    private readonly float[]?[] _values;
    private Action<int, float[]>? _visit;

    /// <summary>Loads a model with every kernel.</summary>
    /// <exception cref="ModelException">It cannot be run.</exception>
    public TensorTrace(byte[] model)
    {
        _interpreter = new MicroInterpreter(model, new OpResolver().AddAll(), new TensorArena(int.MaxValue)) { PreserveAllTensors = true };
        _interpreter.AllocateTensors();
        _subgraph = _interpreter.Subgraph(0);
        _values = new float[_subgraph.TensorCount][];
        _written = WrittenTensors(ModelDocument.Read(model).Subgraphs[0]);
        _interpreter.Profiler = this;
    }

    /// <summary>The interpreter that runs, for shapes and types.</summary>
    public MicroInterpreter Interpreter => _interpreter;

    /// <summary>A tensor of subgraph 0.</summary>
    public Tensor Tensor(int index)
    {
        return _subgraph.Tensor(index);
    }

    /// <summary>Number of tensors of subgraph 0.</summary>
    public int TensorCount => _subgraph.TensorCount;

    /// <summary>Whether a tensor is of a kind that has real values.</summary>
    public bool IsReadable(int index)
    {
        TensorType type = _subgraph.Tensor(index).Type;
        return type is TensorType.Float32 or TensorType.Int8 or TensorType.UInt8 or TensorType.Int16 or TensorType.Int32
            or TensorType.Int64 or TensorType.Bool;
    }

    /// <summary>
    /// Runs one sample. Variables keep what the sample before left, until <see cref="Reset"/>.
    /// </summary>
    /// <param name="inputs">Real values, one array for each input.</param>
    /// <param name="visit">
    /// Is given each tensor's index and values: inputs before the first node, outputs and variables of a node after it. The array is
    /// used again for the next sample.
    /// </param>
    /// <returns>The outputs' values, in arrays of the caller's own.</returns>
    public float[][] Run(float[][] inputs, Action<int, float[]>? visit)
    {
        for (int i = 0; i < _interpreter.InputCount; i++)
        {
            _interpreter.Input(i).Quantize(inputs[i], 0);
        }

        _visit = visit;
        if (visit != null)
        {
            for (int i = 0; i < _interpreter.InputCount; i++)
            {
                Read(_interpreter.Input(i).Index);
            }
        }

        _interpreter.Invoke();
        float[][] outputs = new float[_interpreter.OutputCount][];
        for (int i = 0; i < outputs.Length; i++)
        {
            outputs[i] = new float[_interpreter.Output(i).ElementCount];
            _interpreter.Output(i).Dequantize(outputs[i], 0);
        }

        return outputs;
    }

    /// <summary>Brings variables back to their beginning, as between sequences that have nothing to do with each other.</summary>
    public void Reset()
    {
        _interpreter.Reset();
    }

    /// <inheritdoc />
    public void Begin(int subgraph, int node)
    {
    }

    /// <inheritdoc />
    public void End(int subgraph, int node)
    {
        if (_visit == null || subgraph != 0)
        {
            return;
        }

        foreach (int tensor in _written[node])
        {
            Read(tensor);
        }
    }

    private static int[][] WrittenTensors(SubgraphDef graph)
    {
        int[][] written = new int[graph.Operators.Count][];
        for (int n = 0; n < written.Length; n++)
        {
            List<int> tensors = new List<int>();
            foreach (int output in graph.Operators[n].Outputs)
            {
                tensors.Add(output);
            }

            foreach (int input in graph.Operators[n].Inputs)
            {
                if (input >= 0 && graph.Tensors[input].IsVariable)
                {
                    tensors.Add(input);
                }
            }

            written[n] = tensors.ToArray();
        }

        return written;
    }

    private void Read(int index)
    {
        if (index < 0 || !IsReadable(index))
        {
            return;
        }

        Tensor tensor = _subgraph.Tensor(index);
        float[] values = _values[index] ??= new float[tensor.ElementCount];
        tensor.Dequantize(values, 0);
        _visit?.Invoke(index, values);
    }
}
