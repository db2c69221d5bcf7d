// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Linq;
using TinyInterp.Schema;
using TinyInterp.Writer;

namespace TinyInterp.Optimize.Prune;

/// <summary>How a node treats the last axis of its tensors.</summary>
internal enum ChannelRole
{
    /// <summary>It mixes channels in a way not followed here: all its tensors stay as they are.</summary>
    Unknown,

    /// <summary>Every output channel is a weighted sum over all input channels.</summary>
    WeightedSum,

    /// <summary>DEPTHWISE_CONV_2D of several input channels: each makes its own output channels.</summary>
    Depthwise,

    /// <summary>Output channel c comes of channel c of every input.</summary>
    PerChannel,

    /// <summary>The same elements in another shape.</summary>
    Reshape,

    /// <summary>The inputs side by side along the last axis.</summary>
    Concatenation,
}

/// <summary>A node of the main subgraph with what pruning channels has to know of it.</summary>
internal sealed class GraphNode
{
    private readonly ModelDocument _model;
    private readonly SubgraphDef _graph;

    internal GraphNode(ModelDocument model, int index)
    {
        _model = model;
        _graph = model.Subgraphs[0];
        Index = index;
        Definition = _graph.Operators[index];
        Code = model.OperatorCodes[Definition.OpcodeIndex].Operator;
        Role = RoleOf();
    }

    internal int Index { get; }

    internal OperatorDef Definition { get; }

    internal BuiltinOperator Code { get; }

    internal ChannelRole Role { get; }

    /// <summary>The name users know the operator by.</summary>
    internal string Name => OperatorNames.Of(Code);

    /// <summary>The first output.</summary>
    internal int Output => Definition.Outputs[0];

    /// <summary>The input that activations come in by.</summary>
    internal int DataInput => Definition.Inputs[Code == BuiltinOperator.TransposeConv ? 2 : 0];

    /// <summary>Which input is the bias.</summary>
    internal int BiasInput => Code == BuiltinOperator.TransposeConv ? 3 : 2;

    /// <summary>The filter's dimension of output channels.</summary>
    internal int FilterOutputDimension => Code == BuiltinOperator.DepthwiseConv2D ? 3 : 0;

    /// <summary>DEPTHWISE_CONV_2D of a single input channel is an ordinary convolution written in another way.</summary>
    internal bool IsSingleInputDepthwise => Code == BuiltinOperator.DepthwiseConv2D && LastSize(DataInput) == 1;

    /// <summary>Whether the inputs are operands that are spread over the output's shape.</summary>
    internal bool IsElementwise => Code is BuiltinOperator.Add or BuiltinOperator.Sub or BuiltinOperator.Mul or BuiltinOperator.Div
        or BuiltinOperator.Maximum or BuiltinOperator.Minimum or BuiltinOperator.SquaredDifference or BuiltinOperator.Prelu or BuiltinOperator.AddN;

    internal TensorDef Filter => Tensor(Definition.Inputs[1]);

    internal TensorDef Tensor(int index)
    {
        return _graph.Tensors[index];
    }

    /// <summary>The tensor of an input; -1 where it is left out.</summary>
    internal int Input(int index)
    {
        return index < Definition.Inputs.Length ? Definition.Inputs[index] : -1;
    }

    internal bool IsConstant(int tensor)
    {
        return Constant.HasData(_model, _graph.Tensors[tensor]);
    }

    internal int LastSize(int tensor)
    {
        return Tensor(tensor).Shape is { Length: > 0 } shape ? shape[^1] : 0;
    }

    /// <summary>Whether some positions of the window lie outside the input, where it reads real 0.</summary>
    internal bool IsPadded()
    {
        if (Code == BuiltinOperator.FullyConnected)
        {
            return false;
        }

        if (Code == BuiltinOperator.TransposeConv)
        {
            // Not padding, but much the same: how many inputs an output sums over differs from place to place.
            return true;
        }

        OptionsTable? options = Definition.Options;
        bool isDepthwise = Code == BuiltinOperator.DepthwiseConv2D;
        int[] strides = [options?.Get(2, 0) ?? 0, options?.Get(1, 0) ?? 0];
        int[] dilations = [options?.Get(isDepthwise ? 6 : 5, 1) ?? 1, options?.Get(isDepthwise ? 5 : 4, 1) ?? 1];
        for (int d = 0; d < 2; d++)
        {
            int window = (Filter.Shape[1 + d] - 1) * dilations[d] + 1;
            if ((Tensor(Output).Shape[1 + d] - 1) * strides[d] + window > Tensor(DataInput).Shape[1 + d])
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The constant of an input, made one of this node's own where others use it too.</summary>
    internal TensorDef OwnConstant(int input)
    {
        int index = Definition.Inputs[input];
        TensorDef tensor = _graph.Tensors[index];
        if (_graph.Operators.Sum(user => user.Inputs.Count(t => t == index)) == 1 && !_graph.Outputs.Contains(index))
        {
            return tensor;
        }

        _graph.Tensors.Add(new TensorDef
        {
            Name = tensor.Name,
            Type = tensor.Type,
            Shape = tensor.Shape,
            ShapeSignature = tensor.ShapeSignature,
            BufferIndex = tensor.BufferIndex,
            Quantization = tensor.Quantization,
            HasRank = tensor.HasRank,
        });
        Definition.Inputs = (int[])Definition.Inputs.Clone();
        Definition.Inputs[input] = _graph.Tensors.Count - 1;
        return _graph.Tensors[^1];
    }

    /// <summary>Whether a bias can be given to a node that has none: with int16 sums its type would decide their width.</summary>
    internal bool CanHaveBias => Tensor(DataInput).Type is TensorType.Float32 or TensorType.Int8;

    /// <summary>The node's own bias; one of zeros where it had none.</summary>
    internal TensorDef OwnBias(WeightLayer layer)
    {
        if (Input(BiasInput) >= 0)
        {
            return OwnConstant(BiasInput);
        }

        bool isFloat = Tensor(DataInput).Type == TensorType.Float32;
        _model.Buffers.Add(new BufferDef { Data = new byte[4 * layer.Channels] });
        _graph.Tensors.Add(new TensorDef
        {
            Name = Filter.Name + "_bias",
            Type = isFloat ? TensorType.Float32 : TensorType.Int32,
            Shape = [layer.Channels],
            BufferIndex = _model.Buffers.Count - 1,
            Quantization = isFloat ? null : QuantizationDef.PerChannel(
                Enumerable.Range(0, layer.Channels).Select(channel => (float)layer.SumScale(Tensor(DataInput), channel)).ToArray(), 0),
        });
        int[] inputs = Definition.Inputs;
        Array.Resize(ref inputs, Math.Max(inputs.Length, BiasInput + 1));
        inputs[BiasInput] = _graph.Tensors.Count - 1;
        Definition.Inputs = inputs;
        return _graph.Tensors[^1];
    }

    private ChannelRole RoleOf()
    {
        int[] inputs = Definition.Inputs;
        if (Definition.Outputs is not { Length: 1 } || inputs.Length == 0 || inputs[0] < 0
            || inputs.Any(t => t >= 0 && Tensor(t).IsVariable))
        {
            return ChannelRole.Unknown;
        }

        if (IsElementwise)
        {
            return HasChannelOperands(inputs) ? ChannelRole.PerChannel : ChannelRole.Unknown;
        }

        switch (Code)
        {
            case BuiltinOperator.Conv2D:
                return IsSimpleSum(3) && Filter.Shape[3] == LastSize(DataInput) ? ChannelRole.WeightedSum : ChannelRole.Unknown;
            case BuiltinOperator.TransposeConv:
                return inputs.Length > 2 && IsSimpleSum(3) ? ChannelRole.WeightedSum : ChannelRole.Unknown;
            case BuiltinOperator.FullyConnected:
                return IsSimpleSum(1) && Definition.Options?.Get(1, (sbyte)0) is null or 0 && Filter.Shape[1] % Math.Max(1, LastSize(DataInput)) == 0
                    && LastSize(Output) == Filter.Shape[0]
                    ? ChannelRole.WeightedSum
                    : ChannelRole.Unknown;
            case BuiltinOperator.DepthwiseConv2D:
                return !IsSimpleSum(3) || Filter.Shape[0] != 1 ? ChannelRole.Unknown
                    : IsSingleInputDepthwise ? ChannelRole.WeightedSum
                    : Filter.Shape[3] % LastSize(DataInput) == 0 ? ChannelRole.Depthwise : ChannelRole.Unknown;
            case BuiltinOperator.Reshape:
            case BuiltinOperator.Squeeze:
            case BuiltinOperator.ExpandDims:
                return IsDivisible() ? ChannelRole.Reshape : ChannelRole.Unknown;
            case BuiltinOperator.Concatenation:
                return inputs.All(t => t >= 0 && !IsConstant(t)) && LastSize(Output) != 0 ? ChannelRole.Concatenation : ChannelRole.Unknown;
            case BuiltinOperator.Mean:
            case BuiltinOperator.Sum:
            case BuiltinOperator.ReduceMax:
            case BuiltinOperator.ReduceMin:
                return ReducesOtherAxes() ? ChannelRole.PerChannel : ChannelRole.Unknown;
            case BuiltinOperator.Pad:
            case BuiltinOperator.MirrorPad:
                return PadsOtherAxes() ? ChannelRole.PerChannel : ChannelRole.Unknown;
            default:
                return IsPerElement(Code) && LastSize(inputs[0]) == LastSize(Output) && LastSize(Output) > 0
                    ? ChannelRole.PerChannel
                    : ChannelRole.Unknown;
        }
    }

    private bool HasChannelOperands(int[] inputs)
    {
        return LastSize(Output) > 0 && inputs.All(
            t => t >= 0 && (LastSize(t) <= 1 || (LastSize(t) == LastSize(Output) && (!IsConstant(t) || Constant.IsOne(_model, Tensor(t))))));
    }

    /// <summary>Functions of one element, and windows and scalings over height and width.</summary>
    private static bool IsPerElement(BuiltinOperator code)
    {
        switch (code)
        {
            case BuiltinOperator.Relu:
            case BuiltinOperator.ReluN1To1:
            case BuiltinOperator.Relu6:
            case BuiltinOperator.Relu0To1:
            case BuiltinOperator.Logistic:
            case BuiltinOperator.Tanh:
            case BuiltinOperator.Elu:
            case BuiltinOperator.HardSwish:
            case BuiltinOperator.LeakyRelu:
            case BuiltinOperator.Gelu:
            case BuiltinOperator.Abs:
            case BuiltinOperator.Neg:
            case BuiltinOperator.Sqrt:
            case BuiltinOperator.Rsqrt:
            case BuiltinOperator.Square:
            case BuiltinOperator.Exp:
            case BuiltinOperator.Log:
            case BuiltinOperator.Sin:
            case BuiltinOperator.Cos:
            case BuiltinOperator.Round:
            case BuiltinOperator.Floor:
            case BuiltinOperator.Ceil:
            case BuiltinOperator.Sign:
            case BuiltinOperator.Quantize:
            case BuiltinOperator.Dequantize:
            case BuiltinOperator.Cast:
            case BuiltinOperator.AveragePool2D:
            case BuiltinOperator.MaxPool2D:
            case BuiltinOperator.L2Pool2D:
            case BuiltinOperator.ResizeBilinear:
            case BuiltinOperator.ResizeNearestNeighbor:
                return true;
            default:
                return false;
        }
    }

    private bool IsSimpleSum(int inputDimension)
    {
        int filter = Input(1);
        int bias = Input(BiasInput);
        return filter >= 0 && Constant.IsOne(_model, Tensor(filter)) && Tensor(filter).Type is TensorType.Float32 or TensorType.Int8
            && Tensor(filter).Shape.Length == inputDimension + 1 && !IsConstant(DataInput)
            && (bias < 0 || Constant.IsOne(_model, Tensor(bias)));
    }

    private bool IsDivisible()
    {
        int from = LastSize(DataInput);
        int to = LastSize(Output);
        return from > 0 && to > 0 && (from % to == 0 || to % from == 0) && !IsConstant(DataInput)
            && (Input(1) < 0 || IsConstant(Input(1)));
    }

    private bool ReducesOtherAxes()
    {
        int rank = Tensor(DataInput).Shape.Length;
        int axes = Input(1);
        if (axes < 0 || !Constant.IsOne(_model, Tensor(axes)) || LastSize(Output) != LastSize(DataInput) || rank == 0)
        {
            return false;
        }

        Constant values = Constant.Of(_model, Tensor(axes));
        return Enumerable.Range(0, values.Count).All(i => ((int)values[i] + rank) % rank != rank - 1);
    }

    private bool PadsOtherAxes()
    {
        int paddings = Input(1);
        if (paddings < 0 || !Constant.IsOne(_model, Tensor(paddings)) || LastSize(Output) != LastSize(DataInput))
        {
            return false;
        }

        Constant values = Constant.Of(_model, Tensor(paddings));
        return values[values.Count - 2] == 0 && values[values.Count - 1] == 0;
    }
}
