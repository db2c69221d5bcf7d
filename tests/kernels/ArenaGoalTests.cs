// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.IO;
using System.Linq;
using TinyInterp.Golden;
using TinyInterp.Kernels;
using TinyInterp.Schema;
using Xunit;

namespace TinyInterp.Tests.Kernels;

/// <summary>Whole models take no more memory than docs/memory.md says.</summary>
public class ArenaGoalTests
{
    [Theory]
    [InlineData("kws_ref_model", 16_000)]
    [InlineData("pretrainedResnet_quant", 44_000)]
    [InlineData("micro_speech_quantized", 6_800)]
    [InlineData("keyword_scrambled_8bit", 8_100)]
    [InlineData("audio_preprocessor_int8", 8_400)]
    [InlineData("trained_lstm_int8", 3_200)]
    [InlineData("hello_world_int8", 716)]
    [InlineData("simple_add_model", 49_628)]
    [InlineData("conv9", 6_844)]
    [InlineData("conv13", 6_844)]
    public void The_smallest_arena_is_below_the_goal(string name, int goal)
    {
        Assert.InRange(new ModelDiagnosis(ModelVerifier.Verify(Model(name)), new OpResolver().AddAll()).LeanBytes, 1, goal);
    }

    /// <summary>Every whole model.</summary>
    public static TheoryData<string> Models()
    {
        return BudgetTests.Models();
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void A_plan_with_overlaps_takes_no_more_than_one_without(string zip)
    {
        ModelView model = ModelVerifier.Verify(Model(Path.GetFileNameWithoutExtension(zip)));

        SubgraphPlan? overlapped = new ModelDiagnosis(model, new OpResolver().AddAll()).Activations(0);

        Assert.True(overlapped == null || overlapped.ByteCount <= SubgraphPlan.OfTensors(model, 0).ByteCount);
    }

    private static byte[] Model(string name)
    {
        using CaseSource source = CaseSource.Open(SharedFiles.Require("models", name + ".zip")).Single();
        return CaseReader.Read(source)[0].ReadModel();
    }
}
