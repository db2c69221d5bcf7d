// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using TinyInterp.Golden;
using TinyInterp.Optimize.Patch;
using TinyInterp.Schema;
using TinyInterp.Writer;
using Xunit;

namespace TinyInterp.Tests.Optimize.Patch;

/// <summary>A network that runs patch by patch computes what it computed before, to the byte, with less memory.</summary>
public class PatchSearchTests
{
    private static readonly PatchGrid[] _grids = [new PatchGrid(2, 2), new PatchGrid(1, 3), new PatchGrid(3, 1), new PatchGrid(4, 3)];

    /// <summary>Seeds of random networks.</summary>
    public static TheoryData<int> Seeds => new TheoryData<int>(Enumerable.Range(0, 25));

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Outputs_are_the_same_to_the_byte_for_every_grid_and_stage(int seed)
    {
        int tried = RequireSameOutputs(PatchNet.Random(seed).Build(), seed);
        Assert.NotEqual(0, tried);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(101)]
    [InlineData(102)]
    public void Int16_networks_run_in_patches_too(int seed)
    {
        PatchNet net = new PatchNet(seed, 13, 17, 3, TensorType.Int16);
        Assert.NotEqual(0, RequireSameOutputs(net.Conv(4, 3, 1).Depthwise(3, 2).Residual().Build(), seed));
    }

    [Fact]
    public void A_dense_head_runs_behind_the_patches()
    {
        Assert.NotEqual(0, RequireSameOutputs(new PatchNet(7, 16, 16, 3).Conv(8, 3, 2).Depthwise(3, 1).Conv(4, 1, 1).Head(5).Build(), 7));
    }

    [Fact]
    public void Pooling_behind_a_padded_border_is_where_a_stage_ends()
    {
        PatchSearch search = new PatchSearch(new PatchNet(8, 15, 15, 2).Conv(4, 3, 1).AveragePool(3, 2, Padding.Same).Build(), 1000);

        Assert.Contains("AVERAGE_POOL_2D", search.End);
        Assert.Contains("fewer cells", search.End);
        Assert.All(search.WithGrid(new PatchGrid(2, 2)), choice => Assert.Equal(0, choice.LastNode));
        Assert.NotEqual(0, RequireSameOutputs(new PatchNet(8, 16, 16, 2).Conv(4, 3, 1).AveragePool(2, 2, Padding.Valid).Build(), 8));
    }

    [Fact]
    public void A_MobileNet_takes_at_most_half_the_peak()
    {
        byte[] model = PatchNet.MobileNet(9).Build();
        PatchSearch search = new PatchSearch(model, 3_000_000);

        PatchChoice best = search.Auto(0.2)[0];

        Assert.True(2 * best.PeakBytes <= search.PeakBytes, search.PeakBytes + " -> " + best.PeakBytes);
        Assert.True(best.Macs <= 1.2 * search.Macs);
        RequireSame(model, best, 9);
    }

    [Fact]
    public void The_report_charges_the_halo_to_the_layers_with_windows()
    {
        PatchSearch search = new PatchSearch(new PatchNet(10, 32, 32, 3).Conv(8, 1, 1).Conv(8, 5, 2).Conv(4, 3, 1).Build(), 1_000_000);

        PatchChoice choice = search.WithGrid(new PatchGrid(2, 1))[^1];

        Assert.Equal([0, 3, 4], choice.Layers.Select(layer => layer.HaloRows));
        Assert.All(choice.Layers, layer => Assert.Equal(0, layer.HaloColumns));
        Assert.True(choice.Layers[0].PatchedMacs > choice.Layers[0].Macs);
        Assert.Equal(choice.Layers[2].PatchedMacs, choice.Layers[2].Macs);
        Assert.Equal(choice.Layers.Sum(layer => layer.PatchedMacs - layer.Macs), choice.Macs - search.Macs);
    }

    [Fact]
    public void What_cannot_run_in_patches_is_refused_with_the_reason()
    {
        ModelBuilder dense = new ModelBuilder();
        int x = dense.Input("x", TensorType.Int8, [1, 4], 0.5f, 3);
        int y = dense.Tensor("y", TensorType.Int8, [1, 4], 1f / 256, -128);
        dense.Operator(BuiltinOperator.Softmax, Options.Softmax(1f), [x], [y], 2);
        dense.Output(y);
        Assert.Contains("node 0, SOFTMAX (output 'y'): it cannot run in patches", Refusal(() => new PatchSearch(dense.Build(), 0)));

        ModelBuilder vector = new ModelBuilder();
        x = vector.Input("x", TensorType.Int8, [1, 4], 0.5f, 3);
        y = vector.Tensor("y", TensorType.Int8, [1, 4], 0.5f, 3);
        vector.Operator(BuiltinOperator.Relu, null, [x], [y]);
        vector.Output(y);
        Assert.Contains("'x' is not a picture", Refusal(() => new PatchSearch(vector.Build(), 0)));

        ModelBuilder real = new ModelBuilder();
        int image = real.Input("image", TensorType.Float32, [1, 8, 8, 1]);
        int result = real.Tensor("result", TensorType.Float32, [1, 4, 4, 1]);
        real.Operator(BuiltinOperator.MaxPool2D, Options.Pool2D(Padding.Same, 2, 2, 2, 2), [image], [result]);
        real.Output(result);
        Assert.Contains("quantise the model first", Refusal(() => new PatchSearch(real.Build(), 0)));

        PatchSearch search = new PatchSearch(new PatchNet(11, 8, 8, 1).Conv(2, 3, 1).Build(), 0);
        Assert.Contains("8 rows", Refusal(() => search.WithGrid(new PatchGrid(7, 1))));
        byte[] patched = search.WithGrid(new PatchGrid(2, 2))[0].Model;
        Assert.Contains("already", Refusal(() => new PatchSearch(patched, 0)));
    }

    private static string Refusal(Action action)
    {
        return Assert.Throws<PatchException>(action).Message;
    }

    /// <summary>Number of choices that were compared.</summary>
    private static int RequireSameOutputs(byte[] model, int seed)
    {
        PatchSearch search = new PatchSearch(model, 1_000_000);
        int tried = 0;
        foreach (PatchGrid grid in _grids)
        {
            IReadOnlyList<PatchChoice> choices;
            try
            {
                choices = search.WithGrid(grid);
            }
            catch (PatchException e) when (e.Message.Contains("cannot be divided", StringComparison.Ordinal))
            {
                continue;
            }

            foreach (PatchChoice choice in choices)
            {
                RequireSame(model, choice, seed);
                tried++;
            }
        }

        return tried;
    }

    private static void RequireSame(byte[] model, PatchChoice choice, int seed)
    {
        IModelSession plain = Engines.Desktop.Load(model);
        byte[] input = new byte[plain.Input(0).ByteCount];
        new Random(seed).NextBytes(input);
        byte[] expected = Run(plain, input);
        Assert.True(expected.Distinct().Count() > 1, "a constant output shows nothing");
        foreach (IEngine engine in new[] { Engines.Desktop, Engines.Device })
        {
            IModelSession patched = engine.Load(choice.Model);
            Assert.True(expected.AsSpan().SequenceEqual(Run(patched, input)), engine.BuildName + ", " + choice.Grid + ", to node " + choice.LastNode);

            // Again, with what the first run left in the arena.
            Assert.Equal(expected, Run(patched, input));
        }
    }

    private static byte[] Run(IModelSession session, byte[] input)
    {
        session.SetInput(0, input);
        session.Invoke();
        return session.GetOutput(0);
    }
}
