// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using TinyInterp.Schema;
using TinyInterp.Writer;

namespace TinyInterp.Optimize.Quantize;

/// <summary>A model's main subgraph, as the passes read and change it.</summary>
internal sealed class FloatGraph
{
    internal FloatGraph(ModelDocument model)
    {
        Model = model;
        Main = model.Subgraphs[0];
    }

    internal ModelDocument Model { get; }

    internal SubgraphDef Main { get; }

    internal List<OperatorDef> Nodes => Main.Operators;

    internal TensorDef Tensor(int index)
    {
        return Main.Tensors[index];
    }

    internal BuiltinOperator Code(OperatorDef node)
    {
        return Model.OperatorCodes[node.OpcodeIndex].Operator;
    }

    internal string Name(OperatorDef node)
    {
        OperatorCodeDef code = Model.OperatorCodes[node.OpcodeIndex];
        return code.CustomCode ?? OperatorNames.Of(code.Operator);
    }

    /// <summary>How a message names a node.</summary>
    internal string Describe(OperatorDef node)
    {
        string output = node.Outputs is { Length: > 0 } ? " (output " + Describe(node.Outputs[0]) + ")" : string.Empty;
        return "node " + Nodes.IndexOf(node) + ", " + Name(node) + output;
    }

    /// <summary>How a message names a tensor.</summary>
    internal string Describe(int tensor)
    {
        string name = Main.Tensors[tensor].Name;
        return string.IsNullOrEmpty(name) ? "tensor " + tensor : "'" + name + "'";
    }

    internal int[] Shape(int tensor)
    {
        return Main.Tensors[tensor].Shape;
    }

    internal int Count(int tensor)
    {
        return Shape(tensor).Aggregate(1, (product, size) => product * size);
    }

    internal bool IsFloat(int tensor)
    {
        return tensor >= 0 && Main.Tensors[tensor].Type == TensorType.Float32;
    }

    internal bool IsConstant(int tensor)
    {
        return tensor >= 0 && !Main.Tensors[tensor].IsVariable && Data(tensor) != null;
    }

    /// <summary>The bytes of a constant, or null.</summary>
    internal byte[]? Data(int tensor)
    {
        int buffer = Main.Tensors[tensor].BufferIndex;
        byte[]? data = buffer <= 0 ? null : Model.Buffers[buffer].Data;
        return data is { Length: > 0 } ? data : null;
    }

    /// <summary>The elements of a float32 constant.</summary>
    internal float[] Floats(int tensor)
    {
        return MemoryMarshal.Cast<byte, float>(Data(tensor)).ToArray();
    }

    /// <summary>Nodes that read a tensor.</summary>
    internal List<OperatorDef> Readers(int tensor)
    {
        return Nodes.Where(node => node.Inputs.Contains(tensor)).ToList();
    }

    /// <summary>The node that writes a tensor, or null.</summary>
    internal OperatorDef? Writer(int tensor)
    {
        return Nodes.Find(node => node.Outputs.Contains(tensor));
    }

    /// <summary>Whether exactly one node reads the tensor, once, and the caller does not.</summary>
    internal bool HasOneReader(int tensor)
    {
        return !Main.Outputs.Contains(tensor) && Nodes.Sum(node => node.Inputs.Count(input => input == tensor)) == 1;
    }

    internal int AddTensor(string name, TensorType type, int[] shape, QuantizationDef? quantization = null)
    {
        Main.Tensors.Add(new TensorDef { Name = name, Type = type, Shape = shape, Quantization = quantization });
        return Main.Tensors.Count - 1;
    }

    internal int AddConstant(string name, TensorType type, int[] shape, byte[] data, QuantizationDef? quantization = null)
    {
        int tensor = AddTensor(name, type, shape, quantization);
        Model.Buffers.Add(new BufferDef { Data = data });
        Main.Tensors[tensor].BufferIndex = Model.Buffers.Count - 1;
        return tensor;
    }

    internal int AddFloats(string name, int[] shape, float[] values)
    {
        return AddConstant(name, TensorType.Float32, shape, MemoryMarshal.AsBytes<float>(values).ToArray());
    }

    /// <summary>A node with a builtin operator, not yet among <see cref="Nodes"/>.</summary>
    internal OperatorDef NewNode(BuiltinOperator code, OptionsTable? options, int[] inputs, int[] outputs, int version = 1)
    {
        OperatorDef node = new OperatorDef { Inputs = inputs, Outputs = outputs, Options = options };
        SetCode(node, code, version);
        return node;
    }

    internal void SetCode(OperatorDef node, BuiltinOperator code, int version)
    {
        int index = Model.OperatorCodes.FindIndex(entry => entry.Operator == code && entry.CustomCode == null && entry.Version == version);
        if (index < 0)
        {
            Model.OperatorCodes.Add(new OperatorCodeDef(code, version));
            index = Model.OperatorCodes.Count - 1;
        }

        node.OpcodeIndex = index;
    }

    /// <summary>A document of its own with the same contents.</summary>
    internal FloatGraph Copy()
    {
        return new FloatGraph(ModelDocument.Read(Model.ToBytes()));
    }
}
