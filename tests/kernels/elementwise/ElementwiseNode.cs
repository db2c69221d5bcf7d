// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using TinyInterp.Kernels;
using TinyInterp.Schema;
using TinyInterp.Tests.Runtime;
using TinyInterp.Writer;
using Xunit;

namespace TinyInterp.Tests.Kernels.Elementwise;

/// <summary>A model of one operator, put together and run.</summary>
internal sealed class ElementwiseNode
{
    private readonly ModelBuilder _model = new ModelBuilder();
    private readonly BuiltinOperator _operator;
    private readonly List<int> _inputs = [];

    public ElementwiseNode(BuiltinOperator code)
    {
        _operator = code;
    }

    public OptionsTable? Options { get; init; }

    public int Version { get; init; } = 1;

    /// <summary>Adds an input; a scale of 0 means none.</summary>
    public ElementwiseNode Input(TensorType type, int[] shape, float scale = 0, long zeroPoint = 0)
    {
        string name = "in" + _inputs.Count;
        _inputs.Add(scale == 0 ? _model.Input(name, type, shape) : _model.Input(name, type, shape, scale, zeroPoint));
        return this;
    }

    public ElementwiseNode Output(TensorType type, int[] shape, float scale = 0, long zeroPoint = 0)
    {
        int output = scale == 0 ? _model.Tensor("out", type, shape) : _model.Tensor("out", type, shape, scale, zeroPoint);
        _model.Operator(_operator, Options, _inputs.ToArray(), [output], Version);
        _model.Output(output);
        return this;
    }

    public long[] Run(params long[][] inputs)
    {
        MicroInterpreter interpreter = Load();
        for (int i = 0; i < inputs.Length; i++)
        {
            Running.Set(interpreter.Input(i), inputs[i]);
        }

        interpreter.Invoke();
        return Running.Get(interpreter.Output(0));
    }

    public MicroInterpreter Load()
    {
        return Running.Load(_model, new OpResolver().AddAllElementwise(), new TensorArena(1 << 24));
    }

    public void IsRefused(ErrorCode code)
    {
        Assert.Equal(code, Assert.Throws<ModelException>(() => Load()).Code);
    }

    /// <summary>Every value of an int8 or int16 tensor.</summary>
    public static long[] AllValues(TensorType type)
    {
        int half = type == TensorType.Int8 ? 128 : 32768;
        return Enumerable.Range(-half, 2 * half).Select(v => (long)v).ToArray();
    }

    public static long[] RandomValues(Random random, TensorType type, int count)
    {
        int half = type == TensorType.Int8 ? 128 : 32768;
        return Enumerable.Range(0, count).Select(_ => (long)random.Next(-half, half)).ToArray();
    }
}
