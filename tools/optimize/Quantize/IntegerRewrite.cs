// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Linq;
using TinyInterp.Schema;
using TinyInterp.Writer;

namespace TinyInterp.Optimize.Quantize;

/// <summary>Turns the float model into the integer one: types, scales, stored constants, operator versions.</summary>
internal sealed class IntegerRewrite
{
    // A sum of products must have room beside the bias.
    private const double LargestBias = 1 << 30;

    private readonly FloatGraph _graph;
    private readonly QuantizationPlan _plan;
    private readonly Calibration _calibration;
    private readonly QuantizeOptions _options;
    private readonly bool _isInt16;

    internal IntegerRewrite(FloatGraph graph, QuantizationPlan plan, Calibration calibration, QuantizeOptions options)
    {
        _graph = graph;
        _plan = plan;
        _calibration = calibration;
        _options = options;
        _isInt16 = options.Scheme == Scheme.Int16x8;
    }

    private TensorType ActivationType => _isInt16 ? TensorType.Int16 : TensorType.Int8;

    internal void Run()
    {
        foreach (OperatorDef node in _graph.Nodes)
        {
            OperatorRule? rule = OperatorRules.Of(_graph.Code(node));
            if (rule == null || !node.Inputs.Concat(node.Outputs).Any(_graph.IsFloat))
            {
                continue;
            }

            Rewrite(node, rule);
        }

        foreach (int tensor in _plan.Tensors)
        {
            Store(tensor);
        }
    }

    private void Rewrite(OperatorDef node, OperatorRule rule)
    {
        BuiltinOperator code = _graph.Code(node);
        int version = _isInt16 ? rule.Int16Version : rule.Int8Version;
        node.Inputs = (int[])node.Inputs.Clone();
        if (code == BuiltinOperator.UnidirectionalSequenceLstm)
        {
            RewriteLstm(node);
        }
        else if (code == BuiltinOperator.Svdf)
        {
            RewriteSvdf(node);
        }
        else if (rule.Weights >= 0)
        {
            version = Math.Max(version, RewriteLayer(node, rule, code));
        }
        else if (rule.NarrowInput >= 0)
        {
            node.Inputs[rule.NarrowInput] = NarrowConstant(node.Inputs[rule.NarrowInput]);
        }
        else if (code == BuiltinOperator.Cast)
        {
            node.Options = new OptionsTable(BuiltinOptionsType.Cast).Type(0, ActivationType).Type(1, ActivationType);
        }

        _graph.SetCode(node, code, Math.Max(version, _graph.Model.OperatorCodes[node.OpcodeIndex].Version));
    }

    /// <summary>Weights and bias of a convolution or dense layer. Returns the lowest operator version for them.</summary>
    private int RewriteLayer(OperatorDef node, OperatorRule rule, BuiltinOperator code)
    {
        float inputScale = _plan.Of(node.Inputs[rule.Activations]).Scale;
        int weights = node.Inputs[rule.Weights];
        bool isInt4 = _options.Scheme == Scheme.Int4 && code != BuiltinOperator.TransposeConv && _graph.IsConstant(weights);
        if (!_graph.IsConstant(weights))
        {
            float scale = _plan.Of(weights).Scale;
            if (LayerBias.IsPresent(node, rule))
            {
                float[] values = LayerBias.Get(_graph, node, rule);
                StoreBias(node, rule.Bias, values, Enumerable.Repeat((double)inputScale * scale, values.Length).ToArray(), true);
            }

            return 1;
        }

        // The reference takes int4 weights of dense layers with one scale only.
        bool isPerTensor = isInt4 && code == BuiltinOperator.FullyConnected;
        TensorDef own = _graph.Tensor(weights);
        WeightQuantization parameters = new WeightQuantization(
            _graph.Floats(weights), own.Shape, isPerTensor ? -1 : rule.ChannelDimension, isInt4 ? 4 : 8, own.Quantization, _options.HasPowerOfTwoScales);
        int channels = own.Shape[rule.ChannelDimension];
        float[]? bias = LayerBias.IsPresent(node, rule) ? LayerBias.Get(_graph, node, rule) : null;
        for (int c = 0; c < channels && bias != null && !_isInt16; c++)
        {
            parameters.Widen(c, (float)(Math.Abs(bias[c]) / (inputScale * LargestBias)));
        }

        int[] stored = parameters.Stored();
        node.Inputs[rule.Weights] = _graph.AddConstant(
            own.Name, isInt4 ? TensorType.Int4 : TensorType.Int8, own.Shape,
            isInt4 ? StoredBytes.Int4(stored) : StoredBytes.Int8(stored), parameters.Definition());
        if (bias != null)
        {
            double[] scales = Enumerable.Range(0, channels).Select(c => (double)inputScale * parameters.Scale(c)).ToArray();
            StoreBias(node, rule.Bias, bias, scales, parameters.Scales.Length == 1);
        }

        bool isWidePerChannel = code == BuiltinOperator.FullyConnected && parameters.Scales.Length > 1;
        return isInt4 ? (code == BuiltinOperator.FullyConnected ? 10 : 7)
            : isWidePerChannel ? 12
            : code == BuiltinOperator.TransposeConv && bias != null ? 3 : 1;
    }

    private void StoreBias(OperatorDef node, int input, float[] values, double[] scales, bool isPerTensor)
    {
        TensorDef own = _graph.Tensor(node.Inputs[input]);
        long[] stored = values.Select((value, i) => (long)Math.Round(value / scales[i], MidpointRounding.AwayFromZero)).ToArray();
        float[] written = scales.Select(scale => (float)scale).ToArray();
        node.Inputs[input] = _graph.AddConstant(
            own.Name, _isInt16 ? TensorType.Int64 : TensorType.Int32, own.Shape,
            _isInt16 ? StoredBytes.Int64(stored) : StoredBytes.Int32(stored),
            isPerTensor ? QuantizationDef.PerTensor(written[0], 0) : QuantizationDef.PerChannel(written, 0));
    }

    private int NarrowConstant(int tensor)
    {
        float[] values = _graph.Floats(tensor);
        QuantizationParameters parameters = QuantizationParameters.Covering(values.Min(), values.Max(), 8, isSymmetric: _isInt16, _options.HasPowerOfTwoScales);
        return _graph.AddConstant(
            _graph.Tensor(tensor).Name, TensorType.Int8, _graph.Shape(tensor),
            StoredBytes.Int8(values.Select(value => parameters.Stored(value))), QuantizationDef.PerTensor(parameters.Scale, parameters.ZeroPoint));
    }

    private int SymmetricMatrix(int tensor, int bits, out double scale, double leastScale = 0)
    {
        TensorDef own = _graph.Tensor(tensor);
        WeightQuantization parameters = new WeightQuantization(_graph.Floats(tensor), own.Shape, -1, bits, own.Quantization, _options.HasPowerOfTwoScales);
        parameters.Widen(0, (float)leastScale);
        scale = parameters.Scales[0];
        return _graph.AddConstant(
            own.Name, bits == 16 ? TensorType.Int16 : TensorType.Int8, own.Shape,
            bits == 16 ? StoredBytes.Int16(parameters.Stored()) : StoredBytes.Int8(parameters.Stored()), parameters.Definition());
    }

    private int State(int tensor, TensorType type, float scale, int zeroPoint)
    {
        TensorDef own = _graph.Tensor(tensor);
        int state = _graph.AddTensor(own.Name, type, own.Shape, QuantizationDef.PerTensor(scale, zeroPoint));
        _graph.Tensor(state).IsVariable = true;
        return state;
    }

    private void RewriteLstm(OperatorDef node)
    {
        double inputScale = _plan.Of(node.Inputs[0]).Scale;
        QuantizationParameters hidden = _plan.Of(node.Outputs[0]);

        // What two terms are to other layers: the state cannot be split, but the kernel takes int16 weights.
        int weightBits = _isInt16 && _options.WeightTerms != 1 ? 16 : 8;
        for (int g = 0; g < 4; g++)
        {
            node.Inputs[1 + g] = SymmetricMatrix(node.Inputs[1 + g], weightBits, out double scale);
            node.Inputs[5 + g] = SymmetricMatrix(node.Inputs[5 + g], weightBits, out _);
            float[] bias = _graph.Floats(node.Inputs[12 + g]);
            StoreBias(node, 12 + g, bias, Enumerable.Repeat(inputScale * scale, bias.Length).ToArray(), true);
        }

        // The kernel takes tanh of a cell by shifts alone, so the scale is a power of two; a quarter is kept for what was not seen.
        double reach = Math.Max(1.25 * _calibration.GreatestCell(node.Outputs[0]), 1e-3);
        int power = Math.Clamp((int)Math.Ceiling(Math.Log2(reach / short.MaxValue)), -25, -1);
        node.Inputs[18] = State(node.Inputs[18], ActivationType, hidden.Scale, hidden.ZeroPoint);
        node.Inputs[19] = State(node.Inputs[19], TensorType.Int16, (float)Math.ScaleB(1, power), 0);
    }

    private void RewriteSvdf(OperatorDef node)
    {
        (double least, double greatest, _) = _calibration.Extent(node.Inputs[4]);
        float stateScale = QuantizationParameters.Covering(1.25 * least, 1.25 * greatest, 16, isSymmetric: true).Scale;
        int[] shape = _graph.Shape(node.Inputs[2]);
        int rank = node.Options?.Get(0, 0) ?? 0;
        float[] time = _graph.Floats(node.Inputs[2]);

        // Sums of products with an int16 state must fit 32 bits.
        double largestSum = 0;
        for (int unit = 0; unit < shape[0] / rank; unit++)
        {
            int taps = rank * shape[1];
            largestSum = Math.Max(largestSum, time.Skip(unit * taps).Take(taps).Sum(weight => Math.Abs((double)weight)));
        }

        node.Inputs[1] = SymmetricMatrix(node.Inputs[1], 8, out _);
        node.Inputs[2] = SymmetricMatrix(node.Inputs[2], 16, out double timeScale, largestSum / 60000);
        node.Inputs[4] = State(node.Inputs[4], TensorType.Int16, stateScale, 0);
        float[] bias = node.Inputs[3] < 0 ? new float[shape[0] / rank] : _graph.Floats(node.Inputs[3]);
        if (node.Inputs[3] < 0)
        {
            node.Inputs[3] = _graph.AddFloats(_graph.Tensor(node.Outputs[0]).Name + "/bias", [bias.Length], bias);
        }

        StoreBias(node, 3, bias, Enumerable.Repeat(stateScale * timeScale, bias.Length).ToArray(), true);
    }

    private void Store(int tensor)
    {
        TensorDef definition = _graph.Tensor(tensor);
        QuantizationParameters parameters = _plan.Of(tensor);
        if (_graph.IsConstant(tensor))
        {
            int[] stored = _graph.Floats(tensor).Select(value => parameters.Stored(value)).ToArray();
            _graph.Model.Buffers.Add(new BufferDef { Data = _isInt16 ? StoredBytes.Int16(stored) : StoredBytes.Int8(stored) });
            definition.BufferIndex = _graph.Model.Buffers.Count - 1;
        }

        definition.Type = ActivationType;
        definition.Quantization = QuantizationDef.PerTensor(parameters.Scale, parameters.ZeroPoint);
    }
}
