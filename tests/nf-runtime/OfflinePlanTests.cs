// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Linq;
using TinyInterp.Kernels;
using TinyInterp.Schema;
using TinyInterp.Tests.Schema;
using TinyInterp.Writer;
using Xunit;

namespace TinyInterp.Tests.Runtime;

/// <summary>Places that the model fixes by its OfflineMemoryAllocation metadata.</summary>
public class OfflinePlanTests
{
    [Fact]
    public void Fixed_places_are_kept_and_the_rest_is_planned_around_them()
    {
        MicroInterpreter interpreter = Running.Load(Planned(1, 0, 4, 10, -1, 0, -1));
        int[] offsets = SubgraphPlan.OfTensors(interpreter.Model, 0).Offsets;
        Assert.Equal((10, 0), (offsets[0], offsets[2]));
        Assert.Equal(12 + 2, interpreter.PlanBytes);
        Assert.Equal([4, 5], interpreter.Run(1, 2));
    }

    [Fact]
    public void Offsets_are_bytes()
    {
        ModelBuilder model = SmallModels.Copy(TensorType.Int32, 2);
        model.Metadata("OfflineMemoryAllocation", Words(1, 0, 2, 16, 0));
        MicroInterpreter interpreter = Running.Load(model);
        Assert.Equal([4, 0], SubgraphPlan.OfTensors(interpreter.Model, 0).Offsets);
        Assert.Equal(24, interpreter.PlanBytes);
    }

    [Fact]
    public void Each_region_begins_with_its_lowest_place()
    {
        int[] offsets = SubgraphPlan.OfTensors(Running.Load(Planned(1, 0, 4, 130, -1, 100, -1)).Model, 0).Offsets;
        Assert.Equal((30, 0), (offsets[0], offsets[2]));

        // As for one block of bytes: the float input at its beginning, what is made of it behind that.
        ModelBuilder model = new ModelBuilder();
        int x = model.Input("x", TensorType.Float32, [1, 4]);
        int y = model.Tensor("y", TensorType.Int8, [1, 4], 0.5f, 0);
        model.Operator(BuiltinOperator.Quantize, null, [x], [y]);
        model.Output(y);
        model.Metadata("OfflineMemoryAllocation", Words(1, 0, 2, 0, 16));
        MicroInterpreter interpreter = Running.Load(model, new OpResolver().AddAll());
        Assert.Equal([0, 0], SubgraphPlan.OfTensors(interpreter.Model, 0).Offsets);
        Assert.Equal(16 + 4, interpreter.PlanBytes);
    }

    [Fact]
    public void Other_metadata_and_plans_of_other_subgraphs_are_passed_over()
    {
        ModelBuilder model = MicroInterpreterTests.Chain(3);
        model.Metadata("OfflineMemoryAllocatio", [1]);
        model.Metadata("OfflineMemoryAllocation", Words(1, 7, 1, 0));
        model.Metadata("OfflineMemoryAllocation", Words(1, 0, 4, 100, -1, 0, -1));
        Assert.Equal(102 + 2, Running.Load(model).PlanBytes);
    }

    [Fact]
    public void With_all_tensors_preserved_no_plan_applies()
    {
        MicroInterpreter interpreter = Running.Create(Planned(1, 0, 4, 0, 2, 0, 2));
        interpreter.PreserveAllTensors = true;
        interpreter.AllocateTensors();
        Assert.Equal([4, 5], interpreter.Run(1, 2));
        Assert.Equal([1, 2], Running.Get(interpreter.Subgraph(0).Tensor(0)));
    }

    [Theory]
    [Covers(ErrorCode.OfflinePlanInvalid)]
    [InlineData(-1, 1, 0)]
    [InlineData(-1, 2, 0, 4, 0, 0, 0, 0)]
    [InlineData(-1, -1, 0, 4, 0, 0, 0, 0)]
    [InlineData(-1, 1, 0, 3, 0, 0, 0)]
    [InlineData(-1, 1, 0, 4, 0, 0, 0)]
    [InlineData(-1, 1, 0, 4, 0, 0, 0, 0, 0)]
    [InlineData(-1, 1, 0, int.MaxValue, 0, 0, 0, 0)]
    [InlineData(2, 1, 0, 4, 0, 4, -2, 0)]
    [InlineData(0, 1, 0, 4, int.MinValue, 4, -2, 0)]
    public void A_malformed_plan_is_refused(int tensor, params int[] words)
    {
        Failing.With(ErrorCode.OfflinePlanInvalid, Running.Create(Planned(words)).AllocateTensors, subgraph: 0, tensor: tensor);
    }

    [Fact]
    public void A_plan_has_whole_words_and_whole_elements()
    {
        ModelBuilder model = MicroInterpreterTests.Chain(1);
        model.Metadata("OfflineMemoryAllocation", new byte[13]);
        Failing.WithNumbers(ErrorCode.OfflinePlanInvalid, Running.Create(model).AllocateTensors, 12, 13, subgraph: 0);
        model = SmallModels.Copy(TensorType.Int32, 2);
        model.Metadata("OfflineMemoryAllocation", Words(1, 0, 2, 0, 10));
        Failing.WithNumbers(ErrorCode.OfflinePlanInvalid, Running.Create(model).AllocateTensors, 4, 10, subgraph: 0, tensor: 1);
    }

    [Fact]
    [Covers(ErrorCode.OfflinePlanOverlap)]
    public void Live_tensors_may_not_be_laid_over_each_other()
    {
        Running.Load(Planned(1, 0, 4, 0, 2, 0, 2));
        Failing.WithNumbers(
            ErrorCode.OfflinePlanOverlap, Running.Create(Planned(1, 0, 4, 0, 1, 4, 6)).AllocateTensors, 0, 1, subgraph: 0, tensor: 1);
    }

    [Fact]
    public void A_wild_place_is_an_arena_too_small()
    {
        Failing.With(ErrorCode.ArenaTooSmall, Running.Create(Planned(1, 0, 4, int.MaxValue - 4, -1, 0, -1)).AllocateTensors);
        Failing.With(ErrorCode.PlanOverflow, Running.Create(Planned(1, 0, 4, int.MaxValue - 1, -1, 0, -1)).AllocateTensors);
    }

    /// <summary>A chain of three nodes and four tensors of two bytes with a plan of these words.</summary>
    private static ModelBuilder Planned(params int[] words)
    {
        ModelBuilder model = MicroInterpreterTests.Chain(3);
        model.Metadata("OfflineMemoryAllocation", Words(words));
        return model;
    }

    private static byte[] Words(params int[] words)
    {
        return words.SelectMany(BitConverter.GetBytes).ToArray();
    }
}
