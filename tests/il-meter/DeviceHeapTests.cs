// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Linq;
using TinyInterp.Golden;
using TinyInterp.IlMeter;
using Xunit;

namespace TinyInterp.Tests.Meter;

/// <summary>The heap that a board needs for a model, predicted without a board.</summary>
[Collection("il-meter")]
public class DeviceHeapTests
{
    private static readonly Lazy<DeviceHeap> _heap = new(() => new DeviceHeap(InstrumentedAssemblies.OfThisProgram()));

    [Theory]
    [InlineData(typeof(byte), 0, 24)]
    [InlineData(typeof(byte), 4, 24)]
    [InlineData(typeof(sbyte), 5, 36)]
    [InlineData(typeof(bool), 16, 36)]
    [InlineData(typeof(short), 8, 36)]
    [InlineData(typeof(TensorType16), 8, 36)]
    [InlineData(typeof(float), 4, 36)]
    [InlineData(typeof(long), 2, 36)]
    [InlineData(typeof(object), 3, 60)]
    [InlineData(typeof(int[]), 3, 60)]
    public void An_array_takes_a_header_and_its_elements_in_blocks_of_twelve(Type element, int length, int bytes)
    {
        Assert.Equal(bytes, DeviceSizes.OfArray(element, length));
        Assert.Equal(bytes, DeviceSizes.Of(Array.CreateInstance(element, length)));
    }

    [Fact]
    public void An_object_takes_a_block_for_its_header_and_one_for_each_field()
    {
        Assert.Equal(12, DeviceSizes.Of(new object()));
        Assert.Equal(12 + 4 * 12, DeviceSizes.Of(new Derived()));
        Assert.Equal(36, DeviceSizes.Of(new Action(() => { })));
        Assert.Equal(48 + 72, DeviceSizes.Of(new System.Collections.ArrayList { 1, 2, 3 }));
        Assert.Equal(48 + 132, DeviceSizes.Of(new System.Collections.ArrayList { 1, 2, 3, 4, 5, 6, 7 }));
    }

    [Fact]
    public void A_walk_counts_each_object_once_and_nothing_behind_the_outside()
    {
        Derived shared = new Derived();
        object[] root = [shared, shared, new[] { 1, 2, 3, 4, 5, 6, 7 }];
        shared.Other = root;
        HeapWalk walk = new();

        Assert.Equal(60 + 60 + 48, walk.Add(root));
        Assert.Equal(0, walk.Add(shared));
        Assert.Equal(60 + 48, new HeapWalk().Add(root, value => value == (object)shared));
        Assert.Equal(new HeapItem("Derived", 1, 60), walk.Items.Single(item => item.Type == "Derived"));
    }

    [Fact]
    public void A_peak_forgets_what_is_dead()
    {
        LivePeak peak = new();
        int[] kept = new int[1000];
        peak.Add(kept);
        for (int i = 0; i < 100; i++)
        {
            AddOne(peak);
        }

        Assert.InRange(peak.Bytes, 4020, 2 * 4020 + 100);
        GC.KeepAlive(kept);
    }

    [Theory]
    [InlineData("conv_2d")]
    [InlineData("while")]
    [InlineData("softmax")]
    [InlineData("unidirectional_sequence_lstm")]
    public void A_model_s_heap_is_its_arena_and_its_objects(string zip)
    {
        byte[] model = Model(zip);
        IModelSession session = Engines.Device.Load(model);

        DeviceHeapReport report = _heap.Value.Predict(model, session.ArenaUsedBytes);

        Assert.Equal(DeviceSizes.OfArray(typeof(byte), model.Length), report.ModelBytes);
        Assert.InRange(report.ArenaBytes, session.PlanBytes, session.ArenaUsedBytes + 12 * 32);
        Assert.True(report.InterpreterBytes > 0 && report.KernelBytes > 0);
        Assert.Equal(report.BesideModelBytes, report.Items.Sum(item => item.Bytes));
        Assert.True(report.LoadPeakBytes >= report.ModelBytes + report.BesideModelBytes);
    }

    [Fact]
    public void A_prediction_is_the_same_each_time()
    {
        byte[] model = Model("graph_residual");

        Assert.Equal(_heap.Value.Predict(model).LiveBytes, _heap.Value.Predict(model).LiveBytes);
    }

    [Fact]
    public void Copying_a_model_from_parts_needs_room_for_the_model_and_one_part()
    {
        byte[] model = new byte[500_000];
        Model("reshape").CopyTo(model, 0);

        DeviceHeapReport whole = _heap.Value.Predict(model);
        DeviceHeapReport parts = _heap.Value.Predict(model, int.MaxValue, 100_000);

        Assert.Equal(whole.LiveBytes, parts.LiveBytes);
        Assert.Equal(whole.ModelBytes + DeviceSizes.OfArray(typeof(byte), 100_000), parts.LoadPeakBytes);
        Assert.InRange(whole.LoadPeakBytes, whole.ModelBytes, whole.ModelBytes + 20_000);
    }

    [Fact]
    public void A_budget_that_is_too_small_says_so()
    {
        EngineException error = Assert.Throws<EngineException>(() => _heap.Value.Predict(Model("conv_2d"), 1));

        Assert.Equal(ErrorCode.ArenaTooSmall, error.Code);
    }

    private static void AddOne(LivePeak peak)
    {
        peak.Add(new int[1000]);
    }

    private static byte[] Model(string zip)
    {
        using CaseSource source = CaseSource.Open(RepositoryFiles.At("tests", "conformance", "int", zip + ".zip")).Single();
        return CaseReader.Read(source)[0].ReadModel();
    }

    private enum TensorType16 : short
    {
    }

    private class Base
    {
        internal int Number = 1;
        internal object? Other;
    }

    private sealed class Derived : Base
    {
        internal long Wide = 1;

        internal string? Text { get; set; }
    }
}
