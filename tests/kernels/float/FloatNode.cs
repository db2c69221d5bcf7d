// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using TinyInterp.Kernels;
using TinyInterp.Schema;
using TinyInterp.Writer;
using Xunit;

namespace TinyInterp.Tests.Kernels.Float;

/// <summary>A model of one node, built input by input and run with the float kernels only.</summary>
internal sealed class FloatNode
{
    private readonly ModelBuilder _model = new ModelBuilder();
    private readonly BuiltinOperator _code;
    private readonly OptionsTable? _options;
    private readonly List<int> _inputs = new List<int>();
    private readonly List<int> _outputs = new List<int>();
    private readonly List<byte[]> _data = new List<byte[]>();

    internal FloatNode(BuiltinOperator code, OptionsTable? options = null)
    {
        _code = code;
        _options = options;
    }

    internal static float[] Random(int seed, params int[] shape)
    {
        Random random = new Random(seed);
        return Enumerable.Range(0, Count(shape)).Select(_ => (float)(random.NextDouble() * 4 - 2)).ToArray();
    }

    internal static int Count(int[] shape)
    {
        return shape.Aggregate(1, (product, size) => product * size);
    }

    internal FloatNode Input(int[] shape, float[] values)
    {
        byte[] bytes = new byte[4 * values.Length];
        Buffer.BlockCopy(values, 0, bytes, 0, bytes.Length);
        return Input(TensorType.Float32, shape, bytes);
    }

    internal FloatNode Input(TensorType type, int[] shape, byte[] bytes)
    {
        _inputs.Add(_model.Input("in" + _inputs.Count, type, shape));
        _data.Add(bytes);
        return this;
    }

    internal FloatNode Constant<T>(int[] shape, params T[] values)
        where T : unmanaged
    {
        _inputs.Add(_model.Constant("in" + _inputs.Count, shape, values));
        return this;
    }

    internal FloatNode Variable(params int[] shape)
    {
        _inputs.Add(_model.Variable("in" + _inputs.Count, TensorType.Float32, shape));
        return this;
    }

    internal FloatNode Absent(int count = 1)
    {
        _inputs.AddRange(Enumerable.Repeat(-1, count));
        return this;
    }

    internal FloatNode Output(TensorType type, params int[] shape)
    {
        _outputs.Add(_model.Tensor("out" + _outputs.Count, type, shape));
        return this;
    }

    internal FloatNode Output(params int[] shape)
    {
        return Output(TensorType.Float32, shape);
    }

    /// <summary>The first output's values.</summary>
    internal float[] Run()
    {
        Tensor output = Invoke().Output(0);
        float[] values = new float[output.ElementCount];
        output.Dequantize(values, 0);
        return values;
    }

    internal MicroInterpreter Invoke()
    {
        MicroInterpreter interpreter = Load();
        for (int i = 0; i < _data.Count; i++)
        {
            interpreter.Input(i).CopyFrom(_data[i], 0);
        }

        interpreter.Invoke();
        return interpreter;
    }

    internal void MustBeRefused(ErrorCode expected)
    {
        ModelException error = Assert.Throws<ModelException>(() => Load());
        Assert.Equal(expected, error.Code);
    }

    private MicroInterpreter Load()
    {
        _model.Operator(_code, _options, _inputs.ToArray(), _outputs.ToArray());
        _outputs.ForEach(_model.Output);
        MicroInterpreter interpreter = new MicroInterpreter(_model.Build(), new OpResolver().AddAllFloat(), new TensorArena(1 << 20));
        interpreter.AllocateTensors();
        return interpreter;
    }
}
