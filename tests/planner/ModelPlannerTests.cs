// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using TinyInterp.Golden;
using TinyInterp.Kernels;
using TinyInterp.Planner;
using TinyInterp.Writer;
using Xunit;

namespace TinyInterp.Tests.Planner;

using TinyInterp.Schema;

/// <summary>What is stored in a model is a plan for every reader, and changes nothing else.</summary>
public class ModelPlannerTests
{
    private static readonly byte[] _keyword = File.ReadAllBytes(RepositoryFiles.At("models", "keyword", "keyword_int8.tflite"));

    /// <summary>Models of other people, where they are at hand.</summary>
    public static TheoryData<string> SharedModels()
    {
        return new TheoryData<string>(SharedFiles.Zips("models"));
    }

    [Fact]
    public void The_keyword_model_takes_what_is_live_at_its_fullest_moment()
    {
        SubgraphResult result = Assert.Single(ModelPlanner.Plan(Unplanned(_keyword), new PlanOptions()).Subgraphs);

        Assert.True(result.IsOptimal && result.IsBetter);
        Assert.Equal((1264, 1024, 1024, 1024), (result.GreedyBytes, result.BestBytes, result.BoundBytes, result.TrueBoundBytes));
    }

    /// <summary>Golden outputs stay what they are, byte for byte, and no plan takes more than greedy.</summary>
    [Theory]
    [MemberData(nameof(SharedModels))]
    public void Models_compute_the_same_in_no_more_memory(string zip)
    {
        using CaseSource source = CaseSource.Open(SharedFiles.Require("models", zip)).First();
        GoldenCase golden = CaseReader.Read(source).First();
        byte[] model = golden.ReadModel();

        ModelPlan plan = ModelPlanner.Plan(model, new PlanOptions());

        ModelVerifier.Verify(plan.Model);
        foreach (SubgraphResult result in plan.Subgraphs)
        {
            Assert.InRange(result.BestBytes, result.ProvedBytes, result.GreedyBytes);
            Assert.InRange(result.ProvedBytes, result.BoundBytes, result.BestBytes);
            Assert.True(result.IsOptimal);
            RequireApartInOneBlock(plan.Model, result);
        }

        IModelSession before = Engines.Desktop.Load(model);
        IModelSession after = Engines.Desktop.Load(plan.Model);
        for (int i = 0; i < golden.InputCount; i++)
        {
            before.SetInput(i, golden.ReadInput(0, i));
            after.SetInput(i, golden.ReadInput(0, i));
        }

        before.Invoke();
        after.Invoke();
        Assert.All(Enumerable.Range(0, before.OutputCount), i => Assert.Equal(before.GetOutput(i), after.GetOutput(i)));
    }

    [Fact]
    public void A_plan_for_one_block_keeps_types_apart_and_takes_no_more_here()
    {
        byte[] model = FloatEnds();

        ModelPlan plan = ModelPlanner.Plan(model, new PlanOptions());

        SubgraphResult result = Assert.Single(plan.Subgraphs);
        RequireApartInOneBlock(plan.Model, result);
        Assert.True(result.BestBytes <= result.GreedyBytes);
        Assert.Equal(result.BestBytes, SubgraphPlan.OfTensors(ModelVerifier.Verify(plan.Model), 0).ByteCount);
    }

    [Fact]
    public void A_plan_that_the_model_brings_is_known_and_replaced()
    {
        ModelPlan first = ModelPlanner.Plan(Unplanned(_keyword), new PlanOptions());

        ModelPlan second = ModelPlanner.Plan(first.Model, new PlanOptions());

        Assert.Equal(first.Subgraphs[0].BestBytes, second.Subgraphs[0].OwnBytes);
        Assert.False(second.IsBetter);
        Assert.Equal(first.Model, second.Model);
        Assert.Null(first.Subgraphs[0].OwnBytes);
        Assert.Single(ModelDocument.Read(second.Model).Metadata!, metadata => metadata.Name == OfflinePlanMetadata.Name);
    }

    [Fact]
    public void Nothing_but_the_plan_changes()
    {
        ModelDocument before = ModelDocument.Read(Unplanned(_keyword));
        ModelDocument after = ModelDocument.Read(ModelPlanner.Plan(Unplanned(_keyword), new PlanOptions()).Model);

        OfflinePlanMetadata.Remove(after);

        Assert.Equal(before.ToBytes(), after.ToBytes());
    }

    [Fact]
    public void Offsets_are_multiples_of_sixteen_where_that_costs_nothing()
    {
        SubgraphResult result = Assert.Single(ModelPlanner.Plan(Unplanned(_keyword), new PlanOptions()).Subgraphs);

        Assert.Equal(16, result.Alignment);
        Assert.All(result.Offsets, offset => Assert.True(offset == -1 || offset % 16 == 0));
    }

    [Fact]
    public void Subgraphs_have_plans_of_their_own()
    {
        using CaseSource source = CaseSource.Open(RepositoryFiles.At("tests", "conformance", "int", "while.zip")).First();
        byte[] model = CaseReader.Read(source).First().ReadModel();

        ModelPlan plan = ModelPlanner.Plan(model, new PlanOptions { Kernels = new OpResolver().AddAll() });

        Assert.True(plan.Subgraphs.Count > 1);
        Assert.Equal(plan.Subgraphs.Count, ModelDocument.Read(plan.Model).Metadata!.Count(metadata => metadata.Name is OfflinePlanMetadata.Name or OfflinePlanMetadata.OverlappedName));
        Assert.InRange(Engines.Desktop.Load(plan.Model).PlanBytes, 1, Engines.Desktop.Load(model).PlanBytes);
    }

    /// <summary>What a reader with one block of bytes for all types does: TensorFlow Lite Micro's way to read the offsets.</summary>
    private static void RequireApartInOneBlock(byte[] model, SubgraphResult result)
    {
        SubgraphPlan plan = SubgraphPlan.OfTensors(ModelVerifier.Verify(model), result.Subgraph);
        List<(long Start, long End, int First, int Last)> boxes = [];
        for (int t = 0; t < plan.TensorCount; t++)
        {
            int region = plan.RegionOf(t);
            if (region != ArenaRegion.None && plan.SizeOf(t) != 0)
            {
                int width = ArenaRegion.ElementSize(region);
                Assert.Equal(0, result.Offsets[t] % width);
                boxes.Add((result.Offsets[t], result.Offsets[t] + (long)plan.SizeOf(t) * width, plan.FirstMomentOf(t), plan.LastMomentOf(t)));
            }
            else
            {
                Assert.Equal(-1, result.Offsets[t]);
            }
        }

        for (int a = 0; a < boxes.Count; a++)
        {
            for (int b = 0; b < a; b++)
            {
                bool meet = boxes[a].First <= boxes[b].Last && boxes[b].First <= boxes[a].Last;
                Assert.True(!meet || boxes[a].End <= boxes[b].Start || boxes[b].End <= boxes[a].Start);
            }
        }
    }

    private static byte[] Unplanned(byte[] model)
    {
        ModelDocument document = ModelDocument.Read(model);
        OfflinePlanMetadata.Remove(document);
        return document.ToBytes();
    }

    /// <summary>Float in, int8 inside, float out.</summary>
    private static byte[] FloatEnds()
    {
        ModelBuilder builder = new ModelBuilder();
        int x = builder.Input("x", TensorType.Float32, [1, 30]);
        int a = builder.Tensor("a", TensorType.Int8, [1, 30], 0.5f, 0);
        int b = builder.Tensor("b", TensorType.Int8, [1, 30], 0.5f, 0);
        int y = builder.Tensor("y", TensorType.Float32, [1, 30]);
        builder.Operator(BuiltinOperator.Quantize, null, [x], [a]);
        builder.Operator(BuiltinOperator.Relu, null, [a], [b]);
        builder.Operator(BuiltinOperator.Dequantize, null, [b], [y]);
        builder.Output(y);
        return builder.Build();
    }
}
