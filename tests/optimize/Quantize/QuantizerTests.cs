// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Linq;
using TinyInterp.Optimize.Data;
using TinyInterp.Optimize.Quantize;
using TinyInterp.Writer;
using Xunit;

namespace TinyInterp.Tests.Optimize.Quantize;

using TinyInterp.Schema;

/// <summary>Whole models, and the rules that their tensors must keep.</summary>
public class QuantizerTests
{
    [Theory]
    [InlineData(Scheme.Int8, 25)]
    [InlineData(Scheme.Int16x8, 60)]
    [InlineData(Scheme.Float16, 60)]
    public void A_classifier_stays_within_the_stated_noise(Scheme scheme, double least)
    {
        byte[] model = FloatModels.Classifier();

        QuantizedModel quantized = Quantizer.Run(model, FloatModels.Random(model), new QuantizeOptions { Scheme = scheme });

        double decibels = Measure.Decibels(model, quantized.Bytes);
        Assert.True(decibels >= least, decibels + " dB");
        Assert.True(quantized.Agreement >= (scheme == Scheme.Int8 ? 90 : 98), quantized.Agreement + " %");
        Measure.RequireSameOnDevice(quantized.Bytes);
    }

    [Theory]
    [InlineData(Scheme.Int8, 25)]
    [InlineData(Scheme.Int16x8, 60)]
    public void An_autoencoder_stays_within_the_stated_noise(Scheme scheme, double least)
    {
        byte[] model = FloatModels.Autoencoder();

        QuantizedModel quantized = Quantizer.Run(model, FloatModels.Random(model), new QuantizeOptions { Scheme = scheme });

        double decibels = Measure.Decibels(model, quantized.Bytes);
        Assert.True(decibels >= least, decibels + " dB");
        Measure.RequireSameOnDevice(quantized.Bytes);
    }

    [Theory]
    [InlineData(Scheme.Int8, 25)]
    [InlineData(Scheme.Int16x8, 58)]
    [InlineData(Scheme.Float16, 60)]
    public void Branches_that_share_and_do_not_share_scales_meet(Scheme scheme, double least)
    {
        byte[] model = FloatModels.Branches();

        QuantizedModel quantized = Quantizer.Run(model, FloatModels.Random(model), new QuantizeOptions { Scheme = scheme });

        double decibels = Measure.Decibels(model, quantized.Bytes);
        Assert.True(decibels >= least, decibels + " dB");
        Measure.RequireSameOnDevice(quantized.Bytes);
    }

    [Theory]
    [InlineData(Scheme.Int8, 25)]
    [InlineData(Scheme.Int16x8, 55)]
    public void A_recurrent_classifier_stays_within_the_stated_noise(Scheme scheme, double least)
    {
        byte[] model = FloatModels.Recurrent();

        QuantizedModel quantized = Quantizer.Run(model, FloatModels.Random(model), new QuantizeOptions { Scheme = scheme });

        double decibels = Measure.Decibels(model, quantized.Bytes);
        Assert.True(decibels >= least, decibels + " dB");
        Measure.RequireSameOnDevice(quantized.Bytes);
    }

    [Theory]
    [InlineData(CalibrationMethod.MinMax)]
    [InlineData(CalibrationMethod.Percentile)]
    [InlineData(CalibrationMethod.MeanSquaredError)]
    [InlineData(CalibrationMethod.KullbackLeibler)]
    public void Every_method_gives_a_model_that_is_near_and_says_which_it_was(CalibrationMethod method)
    {
        byte[] model = FloatModels.Autoencoder();

        QuantizedModel quantized = Quantizer.Run(model, FloatModels.Random(model, 256), new QuantizeOptions { Method = method });

        Assert.InRange(quantized.Decibels, 15, 60);
        string expected = method switch
        {
            CalibrationMethod.MinMax => "min-max",
            CalibrationMethod.Percentile => "percentile",
            CalibrationMethod.MeanSquaredError => "mse",
            _ => "kl",
        };
        Assert.Equal(expected, quantized.Tensors.Single(tensor => tensor.Name == "y1").Method);
    }

    [Fact]
    public void Auto_leaves_room_for_what_few_samples_did_not_show()
    {
        byte[] model = FloatModels.Autoencoder();
        DataSet few = FloatModels.Random(model, 8);

        byte[] auto = Quantizer.Run(model, few, new QuantizeOptions()).Bytes;
        byte[] all = Quantizer.Run(model, few, new QuantizeOptions { Method = CalibrationMethod.MinMax }).Bytes;

        Assert.True(Measure.Decibels(model, auto) > Measure.Decibels(model, all));
    }

    [Fact]
    public void Weights_are_symmetric_per_channel_and_biases_have_the_product_of_scales()
    {
        SubgraphDef graph = Graph(Quantize(FloatModels.Dense()));
        OperatorDef node = graph.Operators.Single();
        QuantizationDef input = graph.Tensors[node.Inputs[0]].Quantization!;
        TensorDef weights = graph.Tensors[node.Inputs[1]];
        TensorDef bias = graph.Tensors[node.Inputs[2]];

        Assert.Equal(TensorType.Int8, weights.Type);
        Assert.Equal(3, weights.Quantization!.Scale!.Length);
        Assert.All(weights.Quantization.ZeroPoint!, zeroPoint => Assert.Equal(0, zeroPoint));
        Assert.Equal(TensorType.Int32, bias.Type);
        Assert.Equal(weights.Quantization.Scale.Select(scale => input.Scale![0] * scale), bias.Quantization!.Scale, (a, b) => Math.Abs(a - b) < 1e-9);
    }

    [Fact]
    public void Multiplication_addition_and_activation_are_folded_into_the_convolution()
    {
        byte[] model = FloatModels.Normalized();
        QuantizedModel quantized = Quantizer.Run(model, FloatModels.Random(model), new QuantizeOptions());

        Assert.Single(Graph(quantized).Operators);
        Assert.Equal(3, quantized.Changes.Count);
        Assert.True(Measure.Decibels(model, quantized.Bytes) > 30);
    }

    [Fact]
    public void A_layer_that_somebody_else_reads_is_left_alone()
    {
        ModelDocument document = ModelDocument.Read(FloatModels.Normalized());
        document.Subgraphs[0].Outputs.Add(document.Subgraphs[0].Operators[0].Outputs[0]);
        byte[] model = document.ToBytes();

        QuantizedModel quantized = Quantizer.Run(model, FloatModels.Random(model), new QuantizeOptions());

        Assert.Equal(3, Graph(quantized).Operators.Count);
        Assert.True(Measure.Decibels(model, quantized.Bytes) > 30);
    }

    [Fact]
    public void Between_a_kernels_own_scale_and_a_shared_one_stands_a_quantize_node()
    {
        byte[] model = FloatModels.LogisticJoined();
        QuantizedModel quantized = Quantizer.Run(model, FloatModels.Random(model), new QuantizeOptions());
        ModelDocument document = ModelDocument.Read(quantized.Bytes);
        SubgraphDef graph = document.Subgraphs[0];

        Assert.Equal(
            [BuiltinOperator.Logistic, BuiltinOperator.Quantize, BuiltinOperator.Concatenation],
            graph.Operators.Select(node => document.OperatorCodes[node.OpcodeIndex].Operator));
        float[] scales = graph.Operators[2].Inputs.Concat(graph.Operators[2].Outputs)
            .Select(tensor => graph.Tensors[tensor].Quantization!.Scale![0]).Distinct().ToArray();
        Assert.Single(scales);
        Assert.True(Measure.Decibels(model, quantized.Bytes) > 35);
    }

    [Fact]
    public void Ranges_that_the_model_carries_are_kept()
    {
        byte[] model = FloatModels.Dense(builder =>
        {
            builder.Definition.Tensors[0].Quantization = new QuantizationDef { Min = [-1.28f], Max = [1.27f] };
            builder.Definition.Tensors[3].Quantization = new QuantizationDef { Min = [-4f], Max = [6.2f] };
        });

        QuantizedModel quantized = Quantizer.Run(model, FloatModels.Random(model), new QuantizeOptions());

        QuantizedTensor x = quantized.Tensors.Single(tensor => tensor.Name == "x");
        QuantizedTensor y = quantized.Tensors.Single(tensor => tensor.Name == "y");
        Assert.Equal(("model", 0.01f, 0L), (x.Method, x.Scale, x.ZeroPoint));
        Assert.Equal(("model", 0.04f, -28L), (y.Method, y.Scale, y.ZeroPoint));
    }

    [Fact]
    public void Int16_inputs_admit_no_more_than_was_seen_but_other_tensors_twice_that()
    {
        byte[] model = FloatModels.Autoencoder();

        QuantizedModel quantized = Quantizer.Run(model, FloatModels.Random(model), new QuantizeOptions { Scheme = Scheme.Int16x8 });

        Assert.InRange(quantized.Tensors.Single(tensor => tensor.Name == "x").Scale * short.MaxValue, 0.99, 1.05);
        Assert.InRange(quantized.Tensors.Single(tensor => tensor.Name == "y1").Greatest, 1.5, 20);
        Assert.True(Measure.Decibels(model, quantized.Bytes) > 60);
    }

    [Fact]
    public void Float_ends_keep_their_names_and_signatures()
    {
        byte[] model = FloatModels.Dense();
        QuantizedModel quantized = Quantizer.Run(
            model, FloatModels.Random(model), new QuantizeOptions { HasFloatInputsAndOutputs = true });
        ModelDocument document = ModelDocument.Read(quantized.Bytes);
        SubgraphDef graph = document.Subgraphs[0];

        Assert.Equal("x", graph.Tensors[graph.Inputs[0]].Name);
        Assert.Equal(TensorType.Float32, graph.Tensors[graph.Inputs[0]].Type);
        Assert.Equal(graph.Inputs[0], document.Signatures![0].Inputs![0].TensorIndex);
        Assert.Equal(graph.Outputs[0], document.Signatures[0].Outputs![0].TensorIndex);
        Assert.Equal(3, graph.Operators.Count);
        Assert.True(Measure.Decibels(model, quantized.Bytes) > 30);
    }

    [Fact]
    public void A_bias_too_large_for_its_scale_coarsens_the_weights_instead_of_overflowing()
    {
        byte[] model = FloatModels.Dense(builder =>
        {
            float[] weights = Enumerable.Range(0, 24).Select(i => 1e-7f * (i - 12)).ToArray();
            builder.Document.Buffers[builder.Definition.Tensors[1].BufferIndex].Data = weights.SelectMany(BitConverter.GetBytes).ToArray();
            builder.Document.Buffers[builder.Definition.Tensors[2].BufferIndex].Data =
                new[] { 100f, -50f, 3f }.SelectMany(BitConverter.GetBytes).ToArray();
        });

        QuantizedModel quantized = Quantizer.Run(model, FloatModels.Random(model), new QuantizeOptions());

        Assert.True(Measure.Decibels(model, quantized.Bytes) > 40);
    }

    [Fact]
    public void Outputs_that_are_always_zero_do_no_harm()
    {
        byte[] model = FloatModels.Dense(builder =>
        {
            builder.Document.Buffers[builder.Definition.Tensors[1].BufferIndex].Data = new byte[4 * 24];
            builder.Document.Buffers[builder.Definition.Tensors[2].BufferIndex].Data = new byte[4 * 3];
        });

        foreach (Scheme scheme in Enum.GetValues<Scheme>())
        {
            QuantizedModel quantized = Quantizer.Run(model, FloatModels.Random(model), new QuantizeOptions { Scheme = scheme });

            Assert.Equal(double.PositiveInfinity, quantized.Decibels);
        }
    }

    [Fact]
    public void Bias_correction_takes_out_the_mean_error()
    {
        byte[] model = FloatModels.Autoencoder();
        DataSet data = FloatModels.Random(model, 128);
        QuantizeOptions options = new QuantizeOptions { Scheme = Scheme.Int4 };

        double plain = Quantizer.Run(model, data, options).Decibels;
        QuantizedModel corrected = Quantizer.Run(model, data, options with { CorrectsBias = true });

        Assert.True(corrected.Decibels > plain, corrected.Decibels + " against " + plain);
        Assert.Contains(corrected.Changes, line => line.Contains("bias of", StringComparison.Ordinal));
    }

    [Fact]
    public void Equalisation_helps_channels_of_unlike_size()
    {
        ModelDocument document = ModelDocument.Read(FloatModels.Autoencoder());
        SubgraphDef graph = document.Subgraphs[0];

        // The same function, but every second channel of the first layer is a hundred times larger.
        ScaleRows(document, graph.Operators[0].Inputs[1], 32, row => row % 2 == 0 ? 100 : 1);
        ScaleRows(document, graph.Operators[0].Inputs[2], 1, row => row % 2 == 0 ? 100 : 1);
        ScaleRows(document, graph.Operators[1].Inputs[1], 1, element => element % 16 % 2 == 0 ? 0.01f : 1);
        byte[] model = document.ToBytes();
        DataSet data = FloatModels.Random(model, 128);

        double plain = Quantizer.Run(model, data, new QuantizeOptions()).Decibels;
        double equalized = Quantizer.Run(model, data, new QuantizeOptions { Equalizes = true }).Decibels;

        Assert.True(equalized > plain + 3, equalized + " against " + plain);
    }

    [Fact]
    public void One_term_of_weights_can_be_asked_for()
    {
        byte[] model = FloatModels.Dense();
        QuantizeOptions options = new QuantizeOptions { Scheme = Scheme.Int16x8 };

        QuantizedModel two = Quantizer.Run(model, FloatModels.Random(model), options);
        QuantizedModel one = Quantizer.Run(model, FloatModels.Random(model), options with { WeightTerms = 1 });

        Assert.Equal(3, Graph(two).Operators.Count);
        Assert.Single(Graph(one).Operators);
        Assert.True(two.Decibels > one.Decibels + 10);
    }

    [Fact]
    public void Weights_that_are_no_numbers_are_named()
    {
        byte[] model = FloatModels.Dense(builder => BitConverter.GetBytes(float.NaN)
            .CopyTo(builder.Document.Buffers[builder.Definition.Tensors[1].BufferIndex].Data!, 20));

        QuantizeException e = Assert.Throws<QuantizeException>(
            () => Quantizer.Run(model, FloatModels.Random(model), new QuantizeOptions()));

        Assert.Contains("'w' hold NaN at element 5", e.Message);
    }

    [Fact]
    public void A_quantised_model_is_not_quantised_again()
    {
        byte[] model = FloatModels.Dense();
        byte[] quantized = Quantizer.Run(model, FloatModels.Random(model), new QuantizeOptions()).Bytes;

        QuantizeException e = Assert.Throws<QuantizeException>(
            () => Quantizer.Run(quantized, FloatModels.Random(quantized), new QuantizeOptions()));

        Assert.Contains("already quantised", e.Message);
    }

    private static void ScaleRows(ModelDocument document, int tensor, int columns, Func<int, float> factor)
    {
        byte[] data = document.Buffers[document.Subgraphs[0].Tensors[tensor].BufferIndex].Data!;
        for (int i = 0; i < data.Length / 4; i++)
        {
            BitConverter.GetBytes(BitConverter.ToSingle(data, 4 * i) * factor(i / columns)).CopyTo(data, 4 * i);
        }
    }

    private static QuantizedModel Quantize(byte[] model)
    {
        return Quantizer.Run(model, FloatModels.Random(model), new QuantizeOptions());
    }

    private static SubgraphDef Graph(QuantizedModel quantized)
    {
        return ModelDocument.Read(quantized.Bytes).Subgraphs[0];
    }
}
