// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using TinyInterp.Schema;
using TinyInterp.Writer;

namespace TinyInterp.Optimize.Prune;

/// <summary>A weight tensor of a node, seen as output channels that each sum over a row of weights.</summary>
internal sealed class WeightLayer
{
    private readonly Constant _weights;
    private readonly int _channelDimension;
    private readonly int _rowLength;

    private WeightLayer(int node, BuiltinOperator code, int tensor, Constant weights, int channelDimension)
    {
        Node = node;
        Code = code;
        TensorIndex = tensor;
        _weights = weights;
        _channelDimension = channelDimension;
        Channels = weights.Tensor.Shape[channelDimension];
        _rowLength = weights.Count / Channels;
    }

    /// <summary>Index of the node.</summary>
    internal int Node { get; }

    /// <summary>The node's operator.</summary>
    internal BuiltinOperator Code { get; }

    /// <summary>Index of the weight tensor.</summary>
    internal int TensorIndex { get; }

    /// <summary>The weight tensor.</summary>
    internal TensorDef Tensor => _weights.Tensor;

    /// <summary>Number of output channels.</summary>
    internal int Channels { get; }

    /// <summary>Weights of each channel.</summary>
    internal int RowLength => _rowLength;

    internal int Count => _weights.Count;

    /// <summary>The layers of the main subgraph, in the order of their nodes.</summary>
    internal static List<WeightLayer> All(ModelDocument model)
    {
        SubgraphDef graph = model.Subgraphs[0];
        List<WeightLayer> layers = new List<WeightLayer>();
        HashSet<int> seen = new HashSet<int>();
        for (int n = 0; n < graph.Operators.Count; n++)
        {
            BuiltinOperator code = model.OperatorCodes[graph.Operators[n].OpcodeIndex].Operator;
            foreach (int input in InputsOf(code))
            {
                int[] inputs = graph.Operators[n].Inputs;
                if (input < inputs.Length && inputs[input] >= 0 && IsWeights(model, graph.Tensors[inputs[input]]) && seen.Add(inputs[input]))
                {
                    TensorDef tensor = graph.Tensors[inputs[input]];
                    layers.Add(new WeightLayer(
                        n, code, inputs[input], Constant.Of(model, tensor), code == BuiltinOperator.DepthwiseConv2D ? tensor.Shape.Length - 1 : 0));
                }
            }
        }

        return layers;
    }

    /// <summary>Place of a channel's weight in the tensor.</summary>
    internal int At(int channel, int place)
    {
        return _channelDimension == 0 ? channel * _rowLength + place : place * Channels + channel;
    }

    /// <summary>The size of a weight's real value.</summary>
    internal double Magnitude(int index)
    {
        int channel = _channelDimension == 0 ? index / _rowLength : index % Channels;
        return Math.Abs(_weights[index] - Constant.ZeroPoint(Tensor)) * Scale(channel);
    }

    /// <summary>The real value of one step of a channel's sum, and so of its bias.</summary>
    internal double SumScale(TensorDef input, int channel)
    {
        return Scale(channel) * (input.Quantization?.Scale is { Length: > 0 } scale ? scale[0] : 1);
    }

    internal bool IsZero(int index)
    {
        return _weights[index] == Constant.ZeroPoint(Tensor);
    }

    internal void SetZero(int index)
    {
        _weights[index] = Constant.ZeroPoint(Tensor);
    }

    internal int Zeros()
    {
        return Enumerable.Range(0, Count).Count(IsZero);
    }

    internal bool IsDead(int channel)
    {
        return Enumerable.Range(0, _rowLength).All(place => IsZero(At(channel, place)));
    }

    /// <summary>Square of a channel's Euclidean norm.</summary>
    internal double SquaredNorm(int channel)
    {
        return Enumerable.Range(0, _rowLength).Sum(place => Math.Pow(Magnitude(At(channel, place)), 2));
    }

    internal void Kill(int channel)
    {
        for (int place = 0; place < _rowLength; place++)
        {
            SetZero(At(channel, place));
        }
    }

    private double Scale(int channel)
    {
        float[]? scales = Tensor.Quantization?.Scale;
        return Tensor.Type == TensorType.Float32 || scales == null || scales.Length == 0 ? 1 : scales[scales.Length > 1 ? channel : 0];
    }

    private static bool IsWeights(ModelDocument model, TensorDef tensor)
    {
        return Constant.IsOne(model, tensor) && tensor.Type is TensorType.Float32 or TensorType.Int8 && tensor.Shape is { Length: > 0 };
    }

    /// <summary>The inputs that are weights.</summary>
    private static int[] InputsOf(BuiltinOperator code)
    {
        switch (code)
        {
            case BuiltinOperator.Conv2D:
            case BuiltinOperator.DepthwiseConv2D:
            case BuiltinOperator.FullyConnected:
            case BuiltinOperator.TransposeConv:
                return [1];
            case BuiltinOperator.Svdf:
            case BuiltinOperator.UnidirectionalSequenceRnn:
                return [1, 2];
            case BuiltinOperator.UnidirectionalSequenceLstm:
                return [1, 2, 3, 4, 5, 6, 7, 8];
            default:
                return [];
        }
    }
}
