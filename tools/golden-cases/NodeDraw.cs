// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using TinyInterp.Schema;
using TinyInterp.Writer;

namespace TinyInterp.GoldenCases;

/// <summary>A model of one operator whose shapes, quantisation and constants are drawn at random; the same seed gives the same model.</summary>
public sealed class NodeDraw
{
    private readonly Random _random;
    private readonly ModelBuilder _model = new();
    private readonly List<int> _inputs = [];

    /// <summary>An empty model.</summary>
    /// <param name="type">The type of the operator's data.</param>
    /// <param name="seed">Decides everything that is drawn.</param>
    public NodeDraw(TensorType type, int seed)
    {
        Type = type;
        _random = new Random(seed);
    }

    /// <summary>The type of the operator's data.</summary>
    public TensorType Type { get; }

    /// <summary>Whether tensors of the data's type have a scale.</summary>
    public bool IsQuantized => Type is TensorType.Int8 or TensorType.Int16;

    /// <summary>The model so far.</summary>
    internal ModelBuilder Model => _model;

    /// <summary>An integer from <paramref name="low"/> to <paramref name="high"/>.</summary>
    public int Number(int low, int high)
    {
        return _random.Next(low, high + 1);
    }

    /// <summary>A real number between two others.</summary>
    public float Real(double low, double high)
    {
        return (float)(low + (high - low) * _random.NextDouble());
    }

    /// <summary>Heads or tails.</summary>
    public bool Chance()
    {
        return _random.Next(2) == 0;
    }

    /// <summary>One of several things.</summary>
    public T OneOf<T>(params T[] choices)
    {
        return choices[_random.Next(choices.Length)];
    }

    /// <summary>A shape with so many dimensions, each from 1 to <paramref name="most"/>.</summary>
    public int[] Shape(int rank, int most = 6)
    {
        return Enumerable.Range(0, rank).Select(_ => Number(1, most)).ToArray();
    }

    /// <summary>A scale and a zero point as converters give to activations of the type; no scale for types that are not quantised.</summary>
    public (float Scale, int ZeroPoint) Parameters()
    {
        return Type switch
        {
            TensorType.Int8 => (Real(0.01, 0.1), Number(-128, 127)),
            TensorType.Int16 => (Real(0.0001, 0.001), 0),
            _ => (0, 0),
        };
    }

    /// <summary>Adds an input of the model with a scale of its own.</summary>
    public int Input(int[] shape)
    {
        return Input(shape, Parameters());
    }

    /// <summary>Adds an input of the model.</summary>
    public int Input(int[] shape, (float Scale, int ZeroPoint) parameters)
    {
        return Input(Type, shape, parameters);
    }

    /// <summary>Adds an input of the model of another type than the data's.</summary>
    public int Input(TensorType type, int[] shape, (float Scale, int ZeroPoint) parameters = default)
    {
        string name = "in" + _inputs.Count;
        int tensor = parameters.Scale == 0 ? _model.Input(name, type, shape) : _model.Input(name, type, shape, parameters.Scale, parameters.ZeroPoint);
        _inputs.Add(tensor);
        return tensor;
    }

    /// <summary>Adds a constant of integers.</summary>
    public int Integers(string name, params int[] values)
    {
        return _model.Constant(name, [values.Length], values);
    }

    /// <summary>Adds a constant of the data's type with random elements.</summary>
    public int Constant(string name, int[] shape, (float Scale, int ZeroPoint) parameters)
    {
        int count = shape.Aggregate(1, (a, b) => a * b);
        QuantizationDef? quantization = parameters.Scale == 0 ? null : QuantizationDef.PerTensor(parameters.Scale, parameters.ZeroPoint);
        return Type switch
        {
            TensorType.Int8 => _model.Constant(name, shape, Enumerable.Range(0, count).Select(_ => (sbyte)Number(-128, 127)).ToArray(), quantization),
            TensorType.Int16 => _model.Constant(name, shape, Enumerable.Range(0, count).Select(_ => (short)Number(-32768, 32767)).ToArray(), quantization),
            TensorType.Int32 => _model.Constant(name, shape, Enumerable.Range(0, count).Select(_ => Number(-1000, 1000)).ToArray()),
            _ => _model.Constant(name, shape, Enumerable.Range(0, count).Select(_ => Real(-2, 2)).ToArray()),
        };
    }

    /// <summary>Adds the node with one output of the data's type and a scale of its own.</summary>
    public NodeDraw Node(BuiltinOperator code, OptionsTable? options, int[] inputs, int[] outputShape, int version = 1)
    {
        return Node(code, options, inputs, outputShape, Parameters(), version);
    }

    /// <summary>Adds the node with one output of the data's type.</summary>
    public NodeDraw Node(
        BuiltinOperator code, OptionsTable? options, int[] inputs, int[] outputShape, (float Scale, int ZeroPoint) parameters, int version = 1)
    {
        return Node(code, options, inputs, Type, outputShape, parameters, version);
    }

    /// <summary>Adds the node with one output.</summary>
    public NodeDraw Node(
        BuiltinOperator code, OptionsTable? options, int[] inputs, TensorType outputType, int[] outputShape,
        (float Scale, int ZeroPoint) parameters = default, int version = 1)
    {
        int output = Output(outputType, outputShape, parameters, 0);
        _model.Operator(code, options, inputs, [output], version);
        return this;
    }

    /// <summary>Adds the node with several outputs of one shape and one scale.</summary>
    public NodeDraw NodeOfMany(
        BuiltinOperator code, OptionsTable? options, int[] inputs, int count, int[] outputShape, (float Scale, int ZeroPoint) parameters)
    {
        int[] outputs = Enumerable.Range(0, count).Select(i => Output(Type, outputShape, parameters, i)).ToArray();
        _model.Operator(code, options, inputs, outputs);
        return this;
    }

    /// <summary>The model's file.</summary>
    public byte[] Build()
    {
        return _model.Build();
    }

    private int Output(TensorType type, int[] shape, (float Scale, int ZeroPoint) parameters, int index)
    {
        string name = "out" + index;
        int tensor = parameters.Scale == 0 ? _model.Tensor(name, type, shape) : _model.Tensor(name, type, shape, parameters.Scale, parameters.ZeroPoint);
        _model.Output(tensor);
        return tensor;
    }
}
