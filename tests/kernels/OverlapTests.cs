// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using TinyInterp.Golden;
using TinyInterp.Kernels;
using TinyInterp.Schema;
using TinyInterp.Writer;
using Xunit;

namespace TinyInterp.Tests.Kernels;

/// <summary>Kernels whose output may lie over an input compute the same at exactly the distance that they declare.</summary>
public class OverlapTests
{
    private const int Alignment = 16;

    /// <summary>Every zip of golden cases.</summary>
    public static TheoryData<string> Zips()
    {
        return BudgetTests.Zips();
    }

    [Theory]
    [MemberData(nameof(Zips))]
    public void Outputs_are_exact_with_the_output_as_far_over_its_input_as_the_kernel_allows(string zip)
    {
        using CaseSource source = CaseSource.Open(RepositoryFiles.At("tests", "conformance", zip)).Single();
        foreach (GoldenCase golden in CaseReader.Read(source))
        {
            byte[] model = golden.ReadModel();
            BufferOverlaps overlaps = Overlaps(model);
            for (int pair = 0; overlaps != null && pair < overlaps.Count; pair++)
            {
                foreach (int distance in Distances(overlaps, pair).Distinct())
                {
                    byte[]? overlapped = Overlap(model, overlaps.Output(pair), overlaps.Input(pair), distance);
                    if (overlapped != null)
                    {
                        RequireExact(golden, overlapped, "distance " + distance);
                    }
                }
            }
        }
    }

    [Fact]
    public void A_distance_below_the_declared_one_is_refused()
    {
        byte[] model = Model("conv_2d", golden => Overlaps(golden).Count == 1 && Overlaps(golden).Distance(0) > 0);
        BufferOverlaps overlaps = Overlaps(model);
        byte[]? tooClose = Overlap(model, overlaps.Output(0), overlaps.Input(0), overlaps.Distance(0) - 1);

        Assert.NotNull(tooClose);
        EngineException error = Assert.Throws<EngineException>(() => Engines.Desktop.Load(tooClose));

        Assert.Equal(ErrorCode.OfflinePlanOverlap, error.Code);
    }

    [Theory]
    [InlineData("conv_2d", true)]
    [InlineData("depthwise_conv_2d", true)]
    [InlineData("average_pool_2d", true)]
    [InlineData("add", true)]
    [InlineData("softmax", true)]
    [InlineData("reshape", true)]
    [InlineData("fully_connected", false)]
    [InlineData("transpose", false)]
    public void It_is_known_which_kernels_can_lie_over_their_input(string zip, bool expected)
    {
        using CaseSource source = CaseSource.Open(RepositoryFiles.At("tests", "conformance", "int", zip + ".zip")).Single();

        Assert.Equal(expected, CaseReader.Read(source).Any(golden => Overlaps(golden.ReadModel()) is { Count: > 0 }));
    }

    private static IEnumerable<int> Distances(BufferOverlaps overlaps, int pair)
    {
        int step = overlaps.Step(pair);
        int distance = overlaps.Distance(pair);
        yield return distance;
        yield return distance + 1;
        yield return (distance + step - 1) / step * step;
    }

    /// <summary>With packed weights and without, on both builds.</summary>
    private static void RequireExact(GoldenCase golden, byte[] model, string what)
    {
        int lean = (int)new ModelDiagnosis(ModelVerifier.Verify(model), new OpResolver().AddAll()).LeanBytes;
        foreach (string build in GoldenZips.Builds)
        {
            foreach (int budget in new[] { lean, int.MaxValue })
            {
                CaseResult result = CaseRunner.Run(golden, new OtherModel(GoldenZips.Engine(build), model, budget));
                Assert.True(result.Passed, build + ", " + what + ", arena of " + budget + " bytes: " + result);
            }
        }
    }

    private static BufferOverlaps Overlaps(byte[] model)
    {
        return new ModelDiagnosis(ModelVerifier.Verify(model), new OpResolver().AddAll()).Overlaps(0);
    }

    /// <summary>
    /// The model with the output a distance below the input, and all other tensors elsewhere; null if the distance is no overlap, or an
    /// element of the tensors' type cannot begin there.
    /// </summary>
    private static byte[]? Overlap(byte[] model, int output, int input, int distance)
    {
        ModelDocument document = ModelDocument.Read(model);
        SubgraphPlan plan = SubgraphPlan.OfTensors(ModelVerifier.Verify(model), 0);
        if (plan.RegionOf(output) < 0 || plan.RegionOf(output) != plan.RegionOf(input) || distance >= plan.SizeOf(output)
            || plan.FirstMomentOf(output) != plan.LastMomentOf(input))
        {
            return null;
        }

        int width = ArenaRegion.ElementSize(plan.RegionOf(output));
        int[] offsets = Enumerable.Repeat(MemoryPlanner.Unplaced, plan.TensorCount).ToArray();
        offsets[output] = 0;
        offsets[input] = distance * width;
        int end = Math.Max(plan.SizeOf(output), distance + plan.SizeOf(input)) * width;
        for (int t = 0; t < offsets.Length; t++)
        {
            if (plan.RegionOf(t) >= 0 && offsets[t] == MemoryPlanner.Unplaced)
            {
                end = (end + Alignment - 1) / Alignment * Alignment;
                offsets[t] = end;
                end += plan.SizeOf(t) * ArenaRegion.ElementSize(plan.RegionOf(t));
            }
        }

        OfflinePlanMetadata.Remove(document);
        OfflinePlanMetadata.Store(document, 0, offsets, isOverlapped: true);
        return document.ToBytes();
    }

    private static byte[] Model(string zip, Func<byte[], bool> isWanted)
    {
        using CaseSource source = CaseSource.Open(RepositoryFiles.At("tests", "conformance", "int", zip + ".zip")).Single();
        return CaseReader.Read(source).Select(golden => golden.ReadModel()).First(isWanted);
    }

    /// <summary>A build that loads another model than it is given.</summary>
    private sealed class OtherModel(IEngine engine, byte[] other, int budget) : IEngine
    {
        public string BuildName => engine.BuildName;

        public IModelSession Load(byte[] model, int arenaBytes = int.MaxValue)
        {
            return engine.Load(other, budget);
        }

        public IModelSession LoadAsApp(byte[] model, int arenaBytes, Action registered)
        {
            return engine.LoadAsApp(other, budget, registered);
        }
    }
}
