// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using TinyInterp.Kernels;
using TinyInterp.Schema;
using TinyInterp.Writer;
using Xunit;

namespace TinyInterp.Tests.Kernels.Neural;

/// <summary>A model of one node whose tensors are given as integers whatever their type.</summary>
internal sealed class NeuralNode
{
    private readonly ModelBuilder _model = new ModelBuilder();
    private readonly List<int> _inputs = new List<int>();
    private readonly List<byte[]> _fed = new List<byte[]>();

    internal NeuralNode Input(TensorType type, int[] shape, long[] values, QuantizationDef? quantization = null, bool isConstant = false)
    {
        string name = "in" + _inputs.Count;
        byte[] bytes = Bytes(type, values);
        if (isConstant)
        {
            _inputs.Add(_model.Constant(name, type, shape, bytes, quantization));
        }
        else
        {
            _inputs.Add(_model.Input(name, type, shape, quantization));
            _fed.Add(bytes);
        }

        return this;
    }

    /// <summary>The output after two runs, so that nothing may depend on what memory held before.</summary>
    internal long[] Run(BuiltinOperator code, OptionsTable? options, TensorType type, int[] shape, QuantizationDef? quantization)
    {
        int output = _model.Tensor("out", type, shape, quantization);
        _model.Output(output);
        _model.Operator(code, options, _inputs.ToArray(), new[] { output });
        MicroInterpreter interpreter = new MicroInterpreter(_model.Build(), new OpResolver().AddAllNeural(), new TensorArena(1 << 22));
        interpreter.AllocateTensors();
        for (int run = 0; run < 2; run++)
        {
            for (int i = 0; i < _fed.Count; i++)
            {
                interpreter.Input(i).CopyFrom(_fed[i], 0);
            }

            interpreter.Invoke();
        }

        Tensor tensor = interpreter.Output(0);
        return Enumerable.Range(0, tensor.ElementCount).Select(tensor.GetInteger).ToArray();
    }

    internal void MustBeRefused(
        ErrorCode expected, BuiltinOperator code, OptionsTable? options, TensorType type, int[] shape, QuantizationDef? quantization)
    {
        ModelException error = Assert.Throws<ModelException>(() => Run(code, options, type, shape, quantization));
        Assert.Equal(expected, error.Code);
    }

    private static byte[] Bytes(TensorType type, long[] values)
    {
        if (type == TensorType.Int4)
        {
            // Two to a byte, the first in the lower half.
            byte[] packed = new byte[(values.Length + 1) / 2];
            for (int i = 0; i < values.Length; i++)
            {
                packed[i / 2] |= (byte)((values[i] & 15) << (i % 2 * 4));
            }

            return packed;
        }

        int size = type == TensorType.Int8 ? 1 : type == TensorType.Int16 ? 2 : type == TensorType.Int32 ? 4 : 8;
        MemoryStream bytes = new MemoryStream();
        foreach (long value in values)
        {
            bytes.Write(BitConverter.GetBytes(value), 0, size);
        }

        return bytes.ToArray();
    }
}
