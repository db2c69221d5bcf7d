// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace TinyInterp.Writer;

/// <summary>Adds tensors and nodes to one subgraph; every method that adds a tensor returns its index.</summary>
public class SubgraphBuilder
{
    internal SubgraphBuilder(ModelDocument document, string name)
    {
        Document = document;
        Index = document.Subgraphs.Count;
        Definition = new SubgraphDef { Name = name };
        document.Subgraphs.Add(Definition);
    }

    /// <summary>The document being built, for what this builder has no method for.</summary>
    public ModelDocument Document { get; }

    /// <summary>The subgraph being built.</summary>
    public SubgraphDef Definition { get; }

    /// <summary>The subgraph's number, as IF, WHILE and CALL_ONCE refer to it.</summary>
    public int Index { get; }

    /// <summary>Adds a tensor that a node will produce.</summary>
    public int Tensor(string name, TensorType type, int[] shape, QuantizationDef? quantization = null)
    {
        Definition.Tensors.Add(new TensorDef { Name = name, Type = type, Shape = shape, Quantization = quantization });
        return Definition.Tensors.Count - 1;
    }

    /// <summary>Adds a tensor that a node will produce, with one scale and zero point.</summary>
    public int Tensor(string name, TensorType type, int[] shape, float scale, long zeroPoint)
    {
        return Tensor(name, type, shape, QuantizationDef.PerTensor(scale, zeroPoint));
    }

    /// <summary>Adds an input of the subgraph.</summary>
    public int Input(string name, TensorType type, int[] shape, QuantizationDef? quantization = null)
    {
        int tensor = Tensor(name, type, shape, quantization);
        Definition.Inputs.Add(tensor);
        return tensor;
    }

    /// <summary>Adds an input of the subgraph with one scale and zero point.</summary>
    public int Input(string name, TensorType type, int[] shape, float scale, long zeroPoint)
    {
        return Input(name, type, shape, QuantizationDef.PerTensor(scale, zeroPoint));
    }

    /// <summary>Adds a tensor that keeps its value between Invokes.</summary>
    public int Variable(string name, TensorType type, int[] shape, QuantizationDef? quantization = null)
    {
        int tensor = Tensor(name, type, shape, quantization);
        Definition.Tensors[tensor].IsVariable = true;
        return tensor;
    }

    /// <summary>Adds a constant from its little-endian bytes, in a buffer of its own.</summary>
    public int Constant(string name, TensorType type, int[] shape, byte[] data, QuantizationDef? quantization = null)
    {
        int tensor = Tensor(name, type, shape, quantization);
        Definition.Tensors[tensor].BufferIndex = AddBuffer(data);
        return tensor;
    }

    /// <summary>Adds a constant from its little-endian bytes, with one scale and zero point.</summary>
    public int Constant(string name, TensorType type, int[] shape, byte[] data, float scale, long zeroPoint)
    {
        return Constant(name, type, shape, data, QuantizationDef.PerTensor(scale, zeroPoint));
    }

    /// <summary>Adds a constant from its elements, whose C# type decides the tensor's.</summary>
    /// <exception cref="ArgumentException">No tensor type corresponds to the element type.</exception>
    public int Constant<T>(string name, int[] shape, T[] values, QuantizationDef? quantization = null)
        where T : unmanaged
    {
        return Constant(name, TypeOf(typeof(T)), shape, MemoryMarshal.AsBytes<T>(values).ToArray(), quantization);
    }

    /// <summary>Adds a constant from its elements, with one scale and zero point.</summary>
    /// <exception cref="ArgumentException">No tensor type corresponds to the element type.</exception>
    public int Constant<T>(string name, int[] shape, T[] values, float scale, long zeroPoint)
        where T : unmanaged
    {
        return Constant(name, shape, values, QuantizationDef.PerTensor(scale, zeroPoint));
    }

    /// <summary>Makes a tensor an output of the subgraph.</summary>
    public void Output(int tensor)
    {
        Definition.Outputs.Add(tensor);
    }

    /// <summary>Adds a node with a builtin operator. Options may be null.</summary>
    public OperatorDef Operator(BuiltinOperator code, OptionsTable? options, int[] inputs, int[] outputs, int version = 1)
    {
        return AddNode(code, null, version, options, null, inputs, outputs);
    }

    /// <summary>Adds a node with a custom operator, known by its name. Options may be null.</summary>
    public OperatorDef CustomOperator(string name, byte[]? customOptions, int[] inputs, int[] outputs, int version = 1)
    {
        return AddNode(BuiltinOperator.Custom, name, version, null, customOptions, inputs, outputs);
    }

    /// <summary>Adds a buffer and returns its index.</summary>
    public int AddBuffer(byte[]? data)
    {
        Document.Buffers.Add(new BufferDef { Data = data });
        return Document.Buffers.Count - 1;
    }

    private static TensorType TypeOf(Type elementType)
    {
        return Type.GetTypeCode(elementType) switch
        {
            TypeCode.SByte => TensorType.Int8,
            TypeCode.Byte => TensorType.UInt8,
            TypeCode.Boolean => TensorType.Bool,
            TypeCode.Int16 => TensorType.Int16,
            TypeCode.UInt16 => TensorType.UInt16,
            TypeCode.Int32 => TensorType.Int32,
            TypeCode.UInt32 => TensorType.UInt32,
            TypeCode.Int64 => TensorType.Int64,
            TypeCode.UInt64 => TensorType.UInt64,
            TypeCode.Single => TensorType.Float32,
            TypeCode.Double => TensorType.Float64,
            _ => throw new ArgumentException("No tensor type has elements of " + elementType + ".", nameof(elementType))
        };
    }

    private OperatorDef AddNode(
        BuiltinOperator code, string? customCode, int version, OptionsTable? options, byte[]? customOptions, int[] inputs, int[] outputs)
    {
        OperatorDef node = new OperatorDef
        {
            OpcodeIndex = OpcodeIndexOf(code, customCode, version),
            Inputs = inputs,
            Outputs = outputs,
            Options = options,
            CustomOptions = customOptions
        };
        Definition.Operators.Add(node);
        return node;
    }

    private int OpcodeIndexOf(BuiltinOperator code, string? customCode, int version)
    {
        List<OperatorCodeDef> codes = Document.OperatorCodes;
        int index = codes.FindIndex(entry => entry.Operator == code && entry.CustomCode == customCode && entry.Version == version);
        if (index < 0)
        {
            codes.Add(new OperatorCodeDef(code, version, customCode));
            index = codes.Count - 1;
        }

        return index;
    }
}
