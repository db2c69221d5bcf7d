// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using TinyInterp.Kernels;
using TinyInterp.Schema;
using TinyInterp.Writer;

namespace TinyInterp.Tests.Kernels.Data;

/// <summary>A model of one node, its inputs given as integers whatever their type.</summary>
internal sealed class DataModel
{
    private readonly ModelBuilder _builder = new ModelBuilder();
    private readonly List<int> _inputs = new List<int>();
    private readonly List<long[]> _fed = new List<long[]>();

    /// <summary>Types that data can have, one for each way of storing it and those that share one.</summary>
    internal static readonly TensorType[] Types =
    {
        TensorType.Int8, TensorType.UInt8, TensorType.Bool, TensorType.Int16, TensorType.Int32, TensorType.Int64, TensorType.Float32
    };

    /// <summary>Adds an input with data, or a constant.</summary>
    internal DataModel With(TensorType type, int[] shape, long[] values, bool isConstant = false, QuantizationDef? quantization = null)
    {
        string name = "in" + _inputs.Count;
        if (isConstant)
        {
            _inputs.Add(_builder.Constant(name, type, shape, Bytes(type, values), quantization));
        }
        else
        {
            _inputs.Add(_builder.Input(name, type, shape, quantization));
            _fed.Add(values);
        }

        return this;
    }

    /// <summary>Adds a constant list of int32.</summary>
    internal DataModel WithList(params int[] values)
    {
        return With(TensorType.Int32, new[] { values.Length }, values.Select(v => (long)v).ToArray(), true);
    }

    /// <summary>Adds a list of int32 or int64, constant or not.</summary>
    internal DataModel WithList(TensorType type, bool isConstant, int[] values)
    {
        return With(type, new[] { values.Length }, values.Select(v => (long)v).ToArray(), isConstant);
    }

    /// <summary>Runs the node and returns its only output.</summary>
    internal long[] Run(BuiltinOperator code, OptionsTable? options, TensorType type, int[] shape, QuantizationDef? quantization = null)
    {
        int output = _builder.Tensor("out", type, shape, quantization);
        _builder.Output(output);
        _builder.Operator(code, options, _inputs.ToArray(), new[] { output });
        MicroInterpreter interpreter = new MicroInterpreter(_builder.Build(), new OpResolver().AddAllData(), new TensorArena(int.MaxValue));
        interpreter.AllocateTensors();
        for (int i = 0; i < _fed.Count; i++)
        {
            interpreter.Input(i).CopyFrom(Bytes(interpreter.Input(i).Type, _fed[i]), 0);
        }

        // Twice, so that nothing may depend on what memory held before.
        interpreter.Invoke();
        for (int i = 0; i < _fed.Count; i++)
        {
            interpreter.Input(i).CopyFrom(Bytes(interpreter.Input(i).Type, _fed[i]), 0);
        }

        interpreter.Invoke();
        Tensor tensor = interpreter.Output(0);
        return Enumerable.Range(0, tensor.ElementCount)
            .Select(i => type == TensorType.Float32 ? (long)tensor.GetReal(i) : tensor.GetInteger(i)).ToArray();
    }

    /// <summary>The error that the node ends in.</summary>
    internal ErrorCode Fails(BuiltinOperator code, OptionsTable? options, TensorType type, int[] shape, QuantizationDef? quantization = null)
    {
        return Xunit.Assert.Throws<ModelException>(() => Run(code, options, type, shape, quantization)).Code;
    }

    /// <summary>0, 1, 2, .. within what the type holds.</summary>
    internal static long[] Counting(TensorType type, int[] shape)
    {
        int modulus = type == TensorType.Bool ? 2 : type == TensorType.Int8 ? 127 : type == TensorType.UInt8 ? 255 : 30011;
        return Enumerable.Range(0, Count(shape)).Select(i => i * 7L % modulus).ToArray();
    }

    /// <summary>Product of the dimensions.</summary>
    internal static int Count(int[] shape)
    {
        return shape.Aggregate(1, (a, b) => a * b);
    }

    /// <summary>
    /// For every index of the shape in row-major order, what <paramref name="element"/> says.
    /// </summary>
    internal static long[] Each(int[] shape, Func<int[], long> element)
    {
        long[] values = new long[Count(shape)];
        for (int i = 0; i < values.Length; i++)
        {
            int[] index = new int[shape.Length];
            for (int d = shape.Length - 1, left = i; d >= 0; left /= shape[d--])
            {
                index[d] = left % shape[d];
            }

            values[i] = element(index);
        }

        return values;
    }

    /// <summary>The element at an index.</summary>
    internal static long At(long[] values, int[] shape, IEnumerable<int> index)
    {
        int place = 0;
        int d = 0;
        foreach (int i in index)
        {
            Xunit.Assert.InRange(i, 0, shape[d] - 1);
            place = place * shape[d++] + i;
        }

        return values[place];
    }

    private static byte[] Bytes(TensorType type, long[] values)
    {
        MemoryStream stream = new MemoryStream();
        BinaryWriter writer = new BinaryWriter(stream);
        foreach (long value in values)
        {
            switch (type)
            {
                case TensorType.Int16:
                    writer.Write((short)value);
                    break;
                case TensorType.Int32:
                    writer.Write((int)value);
                    break;
                case TensorType.Int64:
                    writer.Write(value);
                    break;
                case TensorType.Float32:
                    writer.Write((float)value);
                    break;
                default:
                    writer.Write((byte)value);
                    break;
            }
        }

        return stream.ToArray();
    }
}
