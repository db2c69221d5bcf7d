// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using TinyInterp.Kernels;
using TinyInterp.Optimize.Data;
using TinyInterp.Optimize.Prune;
using TinyInterp.Optimize.Trace;
using TinyInterp.Schema;
using TinyInterp.Writer;
using Xunit;
using Padding = TinyInterp.Writer.Padding;

namespace TinyInterp.Tests.Optimize.Prune;

/// <summary>Which weights go, that removing channels changes nothing, and which channels must stay.</summary>
public class ModelPrunerTests
{
    private const int SeedCount = 30;
    private const double FloatRounding = 2e-4;

    public static IEnumerable<object[]> Seeds()
    {
        return Enumerable.Range(0, SeedCount).Select(seed => new object[] { seed });
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Removing_channels_does_not_change_a_bit_of_an_int8_model(int seed)
    {
        byte[] model = RandomNet.Of(isFloat: false, seed);

        PruneResult dead = ModelPruner.Prune(model, new PruneSettings(0));
        Assert.Equal(0, LargestDifference(model, dead.Model));

        PruneResult channels = ModelPruner.Prune(model, new PruneSettings(0.4, PrunePattern.Channel, seed % 2 == 0 ? PruneScope.Layer : PruneScope.Model));
        Assert.Equal(0, LargestDifference(channels.Zeroed, channels.Model));

        PruneResult weights = ModelPruner.Prune(model, new PruneSettings(0.8, PrunePattern.Unstructured, PruneScope.Model));
        Assert.Equal(0, LargestDifference(weights.Zeroed, weights.Model));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Removing_channels_changes_a_float_model_by_rounding_at_most(int seed)
    {
        byte[] model = RandomNet.Of(isFloat: true, seed);

        Assert.InRange(LargestDifference(model, ModelPruner.Prune(model, new PruneSettings(0)).Model), 0, FloatRounding);

        PruneResult channels = ModelPruner.Prune(model, new PruneSettings(0.4, PrunePattern.Channel));
        Assert.InRange(LargestDifference(channels.Zeroed, channels.Model), 0, FloatRounding);
    }

    [Fact]
    public void The_random_models_lose_channels_by_every_way_there_is()
    {
        LayerPruning[] layers = Enumerable.Range(0, SeedCount)
            .SelectMany(seed => ModelPruner.Prune(RandomNet.Of(false, seed), new PruneSettings(0)).Layers).ToArray();

        foreach (string code in new[] { "CONV_2D", "DEPTHWISE_CONV_2D" })
        {
            Assert.Contains(layers, layer => layer.Operator == code && layer.Channels < layer.ChannelsBefore);
            Assert.Contains(layers, layer => layer.Operator == code && layer.DeadKept != 0 && layer.Notes.Count != 0);
        }

        Assert.Contains(layers, layer => layer.Notes.Any(note => note.Contains("padding reads 0 beside it")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_least_weights_of_each_layer_go(bool isFloat)
    {
        byte[] model = isFloat ? OptimizeModels.FloatDense() : OptimizeModels.Int8Dense();

        PruneResult result = ModelPruner.Prune(model, new PruneSettings(0.25));

        Assert.Equal([6.0 / 24, 4.0 / 18], result.Layers.Select(layer => layer.Sparsity));
        double[] before = Weights(model, "w1");
        double[] after = Weights(result.Zeroed, "w1");
        double least = before.Select(Math.Abs).Order().ElementAt(6);
        Assert.Equal(before.Select(w => Math.Abs(w) < least ? 0 : w), after);
    }

    [Fact]
    public void In_the_scope_of_the_model_layers_of_small_weights_lose_more()
    {
        ModelDocument model = ModelDocument.Read(OptimizeModels.FloatDense());
        TensorDef weights = model.Subgraphs[0].Tensors.Single(tensor => tensor.Name == "w2");
        byte[] small = OptimizeModels.Values(18, 3).SelectMany(v => BitConverter.GetBytes(v / 100)).ToArray();
        model.Buffers[weights.BufferIndex].Data = small;

        PruneResult result = ModelPruner.Prune(model.ToBytes(), new PruneSettings(15.0 / 42, PrunePattern.Unstructured, PruneScope.Model));

        Assert.InRange(Weights(result.Zeroed, "w2").Count(w => w == 0), 13, 15);
        Assert.InRange(Weights(result.Zeroed, "w1").Count(w => w == 0), 0, 2);
    }

    [Fact]
    public void Two_of_each_four_in_a_row_go()
    {
        PruneResult result = ModelPruner.Prune(OptimizeModels.FloatDense(), new PruneSettings(0.5, PrunePattern.TwoOfFour));

        double[] first = Weights(result.Zeroed, "w1");
        Assert.All(first.Chunk(4), four => Assert.Equal(2, four.Count(w => w == 0)));

        // Rows of six: one group of four, and two weights that stay.
        double[] second = Weights(result.Zeroed, "w2");
        Assert.All(second.Chunk(6), row => Assert.Equal((2, 0), (row.Take(4).Count(w => w == 0), row.Skip(4).Count(w => w == 0))));
    }

    [Fact]
    public void The_weights_of_a_tap_in_three_neighbouring_channels_go_together()
    {
        PruneResult result = ModelPruner.Prune(OptimizeModels.FloatDense(), new PruneSettings(0.5, PrunePattern.Compiled));

        double[][] rows = Weights(result.Zeroed, "w1").Chunk(4).ToArray();
        Assert.Equal(6, rows.Length);
        Assert.Equal(12, rows.Sum(row => row.Count(w => w == 0)));
        foreach (double[][] three in rows.Chunk(3))
        {
            Assert.All(Enumerable.Range(0, 4), tap => Assert.Contains(three.Count(row => row[tap] == 0), new[] { 0, 3 }));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Pruned_channels_take_what_follows_and_what_feeds_them_along(bool isFloat)
    {
        byte[] model = new RandomNet(isFloat, 1, 1, 6, 6, 2)
            .Conv(8, 3, Padding.Same, 1, Activation.Relu).Depthwise(3, Padding.Same).Conv(12, 1, Padding.Same, 1, Activation.Relu).Mean().Dense(3).Build();

        PruneResult result = ModelPruner.Prune(model, new PruneSettings(0.5, PrunePattern.Channel));

        Assert.Equal([4, 4, 6, 3], result.Layers.Select(layer => layer.Channels));
        Assert.InRange(LargestDifference(result.Zeroed, result.Model), 0, isFloat ? FloatRounding : 0);
        Assert.True(result.Model.Length < model.Length);
        SubgraphDef graph = ModelDocument.Read(result.Model).Subgraphs[0];
        Assert.Equal([1, 6, 6, 4], graph.Tensors[graph.Operators[1].Outputs[0]].Shape);
        Assert.Equal([6, 1, 1, 4], graph.Tensors[graph.Operators[2].Inputs[1]].Shape);
    }

    [Theory]
    [InlineData(true, Padding.Valid, 3)]
    [InlineData(true, Padding.Same, 4)]
    [InlineData(false, Padding.Valid, 3)]
    [InlineData(false, Padding.Same, 4)]
    public void A_dead_channels_constant_goes_into_the_next_bias_unless_padding_reads_zero_beside_it(bool isFloat, Padding padding, int left)
    {
        RandomNet net = new RandomNet(isFloat, 2, 1, 6, 6, 2) { Dead = [1] };
        net.Conv(4, 1, Padding.Same);
        net.Dead = [];
        byte[] model = net.Conv(3, 3, padding).Build();

        PruneResult result = ModelPruner.Prune(model, new PruneSettings(0));

        Assert.Equal(left, result.Layers[0].Channels);
        Assert.Equal(left == 4, result.Layers[0].Notes.Any(note => note.Contains("padding")));
        Assert.InRange(LargestDifference(model, result.Model), 0, isFloat ? FloatRounding : 0);
    }

    [Fact]
    public void A_dead_channel_of_zero_goes_even_before_padding()
    {
        RandomNet net = new RandomNet(false, 3, 1, 6, 6, 2) { Dead = [0, 3], HasBiasWhereDead = false };
        net.Conv(4, 3, Padding.Same);
        net.Dead = [];

        PruneResult result = ModelPruner.Prune(net.Conv(3, 3, Padding.Same).Build(), new PruneSettings(0));

        Assert.Equal(2, result.Layers[0].Channels);
    }

    [Fact]
    public void What_nobody_reads_goes_and_then_what_only_that_read()
    {
        RandomNet net = new RandomNet(false, 4, 1, 6, 6, 2);
        net.Conv(4, 3, Padding.Same).Depthwise(3, Padding.Same);
        net.Unread = [0, 2];
        byte[] model = net.Conv(3, 3, Padding.Same).Build();

        PruneResult result = ModelPruner.Prune(model, new PruneSettings(0));

        Assert.Equal([2, 2, 3], result.Layers.Select(layer => layer.Channels));
        Assert.Equal(0, LargestDifference(model, result.Model));
    }

    [Fact]
    public void A_residual_sum_keeps_a_channel_that_one_side_needs()
    {
        RandomNet net = new RandomNet(false, 5, 1, 6, 6, 2);
        net.Conv(4, 1, Padding.Same);
        net.Dead = [2];
        net.Residual();
        net.Dead = [];
        byte[] model = net.Conv(3, 1, Padding.Same).Build();

        PruneResult result = ModelPruner.Prune(model, new PruneSettings(0));

        Assert.Equal([4, 4, 3], result.Layers.Select(layer => layer.Channels));
        Assert.Equal(1, result.Layers[1].DeadKept);
        Assert.NotEmpty(result.Layers[1].Notes);
        Assert.Equal(3, ModelPruner.Prune(model, new PruneSettings(0.25, PrunePattern.Channel)).Layers[1].Channels);
    }

    [Fact]
    public void A_depthwise_layer_of_one_input_channel_loses_outputs_by_itself()
    {
        byte[] model = new RandomNet(false, 6, 1, 8, 8, 1).Depthwise(3, Padding.Same, 2, Activation.Relu, 8).Flatten().Dense(4).Build();

        PruneResult result = ModelPruner.Prune(model, new PruneSettings(0.25, PrunePattern.Channel));

        Assert.Equal([6, 4], result.Layers.Select(layer => layer.Channels));
        Assert.Equal(0, LargestDifference(result.Zeroed, result.Model));
        Assert.Equal(6, ModelDocument.Read(result.Model).Subgraphs[0].Operators[0].Options!.Get(3, 0));
    }

    [Fact]
    public void Outputs_of_the_model_keep_their_channels_and_no_layer_loses_its_last_one()
    {
        PruneResult outputs = ModelPruner.Prune(OptimizeModels.Int8Dense(), new PruneSettings(0.9, PrunePattern.Channel));

        Assert.Equal([1, 3], outputs.Layers.Select(layer => layer.Channels));
    }

    [Fact]
    public void A_pruned_channel_holds_its_mean_over_the_data_instead()
    {
        byte[] model = OptimizeModels.FloatDense();
        DataSet data = DataSet.Load(DataSpec.Parse("random:9"), ModelInputs.Of(model));

        PruneResult result = ModelPruner.Prune(model, new PruneSettings(0.5, PrunePattern.Channel), data);

        float[] sums = new float[6];
        TensorTrace trace = new TensorTrace(model);
        foreach (Sample sample in data.Samples)
        {
            trace.Run(sample.Inputs, (tensor, values) => sums = values.Length == 6 ? sums.Zip(values, (a, b) => a + b).ToArray() : sums);
        }

        double[] rows = Weights(result.Zeroed, "w1");
        double[] bias = Weights(result.Zeroed, "b1");
        int[] pruned = Enumerable.Range(0, 6).Where(channel => rows.Skip(4 * channel).Take(4).All(w => w == 0)).ToArray();
        Assert.Equal(3, pruned.Length);
        Assert.All(pruned, channel => Assert.Equal(sums[channel] / 9, bias[channel], 4));
    }

    [Fact]
    public void Weights_that_two_nodes_share_stay_right()
    {
        ModelDocument model = ModelDocument.Read(
            new RandomNet(false, 7, 1, 4, 4, 4) { Dead = [1], HasBiasWhereDead = false }.Conv(4, 1, Padding.Same).Conv(4, 1, Padding.Same).Build());
        List<OperatorDef> nodes = model.Subgraphs[0].Operators;
        nodes[1].Inputs[1] = nodes[0].Inputs[1];
        nodes[1].Inputs[2] = nodes[0].Inputs[2];
        byte[] shared = model.ToBytes();

        Assert.Equal(0, LargestDifference(shared, ModelPruner.Prune(shared, new PruneSettings(0)).Model));
    }

    [Fact]
    public void What_cannot_be_pruned_is_told()
    {
        ModelDocument broken = ModelDocument.Read(OptimizeModels.FloatDense());
        BitConverter.TryWriteBytes(broken.Buffers[broken.Subgraphs[0].Tensors.Single(t => t.Name == "w2").BufferIndex].Data.AsSpan(8), float.NaN);
        ModelBuilder builder = new ModelBuilder();
        int x = builder.Input("x", TensorType.Float32, [1, 4]);
        int y = builder.Tensor("y", TensorType.Float32, [1, 4]);
        builder.Operator(BuiltinOperator.Relu, null, [x], [y]);
        builder.Output(y);

        Assert.Contains("weight 2 of tensor", Refused(broken.ToBytes(), 0.5));
        Assert.Contains("no float32 or int8 weights", Refused(builder.Build(), 0.5));
        Assert.Contains("below 1", Refused(OptimizeModels.FloatDense(), 1));
        Assert.Contains("below 1", Refused(OptimizeModels.FloatDense(), double.NaN));
    }

    private static string Refused(byte[] model, double sparsity)
    {
        return Assert.Throws<PruneException>(() => ModelPruner.Prune(model, new PruneSettings(sparsity))).Message;
    }

    private static double[] Weights(byte[] model, string name)
    {
        MicroInterpreter interpreter = Load(model);
        for (int t = 0; t < interpreter.Subgraph(0).TensorCount; t++)
        {
            Tensor tensor = interpreter.Subgraph(0).Tensor(t);
            if (ModelDocument.Read(model).Subgraphs[0].Tensors[t].Name == name)
            {
                return Enumerable.Range(0, tensor.ElementCount).Select(i => (double)tensor.GetReal(i)).ToArray();
            }
        }

        throw new ArgumentException(name);
    }

    private static double LargestDifference(byte[] a, byte[] b)
    {
        MicroInterpreter first = Load(a);
        MicroInterpreter second = Load(b);
        Random random = new Random(5);
        double largest = 0;
        for (int sample = 0; sample < 5; sample++)
        {
            float[] input = Enumerable.Range(0, first.Input(0).ElementCount).Select(_ => (float)(random.NextDouble() * 4 - 2)).ToArray();
            first.Input(0).Quantize(input, 0);
            second.Input(0).Quantize(input, 0);
            first.Invoke();
            second.Invoke();
            for (int i = 0; i < first.Output(0).ElementCount; i++)
            {
                largest = Math.Max(largest, Math.Abs((double)first.Output(0).GetReal(i) - second.Output(0).GetReal(i)));
            }
        }

        return largest;
    }

    private static MicroInterpreter Load(byte[] model)
    {
        MicroInterpreter interpreter = new MicroInterpreter(model, new OpResolver().AddAll(), new TensorArena(1 << 24));
        interpreter.AllocateTensors();
        return interpreter;
    }
}
