// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.IO;
using System.Linq;
using TinyInterp.Golden;
using TinyInterp.GoldenCases;
using TinyInterp.Kernels;
using TinyInterp.Schema;
using Xunit;

namespace TinyInterp.Tests.GoldenCases;

/// <summary>The random cases that are offered to the reference are sound, varied and repeatable.</summary>
public class RecipeTests
{
    /// <summary>Every recipe with every type.</summary>
    public static TheoryData<string, TensorType> Recipes()
    {
        TheoryData<string, TensorType> rows = new TheoryData<string, TensorType>();
        foreach (Recipe recipe in RecipeBook.All)
        {
            foreach (TensorType type in recipe.Types)
            {
                rows.Add(OperatorNames.Of(recipe.Operator), type);
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Recipes))]
    public void Every_drawn_model_can_be_run_and_hardly_two_are_alike(string name, TensorType type)
    {
        DrawnCase[] cases = CaseMaker.FromRecipe(RecipeBook.Find(name)!, type, seed: 5, count: 20).ToArray();

        foreach (DrawnCase drawn in cases)
        {
            MicroInterpreter interpreter = new MicroInterpreter(drawn.Model, new OpResolver().AddAll(), new TensorArena(1 << 20));
            interpreter.AllocateTensors();
            foreach (byte[][] set in drawn.Inputs)
            {
                for (int i = 0; i < set.Length; i++)
                {
                    interpreter.Input(i).CopyFrom(set[i], 0);
                }

                interpreter.Invoke();
            }

            Assert.Contains(name, drawn.Operator, StringComparison.Ordinal);
        }

        Assert.InRange(cases.Select(drawn => Convert.ToBase64String(drawn.Model)).Distinct().Count(), 12, 20);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes_and_another_seed_others()
    {
        Recipe recipe = RecipeBook.Find("CONV_2D")!;
        byte[] Model(int seed) => CaseMaker.FromRecipe(recipe, TensorType.Int8, seed, 1).Single().Model;

        Assert.Equal(Model(1), Model(1));
        Assert.NotEqual(Model(1), Model(2));
    }

    [Fact]
    public void A_variation_has_the_same_graph_with_other_constants_and_data()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        string zip = RepositoryFiles.At("tests", "conformance", "int", "svdf.zip");

        Assert.Equal(0, Run("vary", zip, "3", folder.At("cases")));

        using CaseSource source = CaseSource.Open(zip).Single();
        GoldenCase original = CaseReader.Read(source)[0];
        string varied = Directory.GetDirectories(folder.At("cases")).Order(StringComparer.Ordinal).First();
        byte[] model = File.ReadAllBytes(Path.Combine(varied, "model.tflite"));
        Assert.NotEqual(original.ReadModel(), model);
        Assert.NotEqual(original.ReadInput(0, 0), File.ReadAllBytes(Path.Combine(varied, "in0_0.bin")));
        MicroInterpreter interpreter = new MicroInterpreter(model, new OpResolver().AddAll(), new TensorArena(1 << 20));
        interpreter.AllocateTensors();
    }

    [Fact]
    public void What_the_reference_completed_is_packed_in_the_form_that_verify_reads()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        string cases = folder.At("cases");
        Assert.Equal(0, Run("make", "ADD", "int8", "1", "2", cases));
        string[] names = File.ReadAllLines(Path.Combine(cases, CaseFolder.PlainList));
        Assert.Equal(["add_int8_s1_00 3 2", "add_int8_s1_01 3 2"], names);

        // In place of the reference, TinyInterp completes the first case.
        Complete(Path.Combine(cases, "add_int8_s1_00"), sets: 3, inputs: 2);
        Assert.Equal(0, Run("pack", cases, folder.At("add.zip")));

        using CaseSource source = CaseSource.Open(folder.At("add.zip")).Single();
        GoldenCase packed = Assert.Single(CaseReader.Read(source));
        Assert.Equal("add_int8_s1_00", packed.Id);
        Assert.True(CaseRunner.Run(packed, Engines.Desktop).Passed);
    }

    [Theory]
    [InlineData("make", "NO_SUCH", "int8", "1", "1", "x")]
    [InlineData("make", "ADD", "int4", "1", "1", "x")]
    [InlineData("make", "ADD", "int8", "one", "1", "x")]
    [InlineData("vary", "nowhere.zip", "1", "x")]
    [InlineData("bake")]
    public void Wrong_arguments_are_exit_code_2(params string[] args)
    {
        Assert.Equal(2, Run(args));
        Assert.False(Directory.Exists("x"));
    }

    private static void Complete(string folder, int sets, int inputs)
    {
        MicroInterpreter interpreter = new MicroInterpreter(
            File.ReadAllBytes(Path.Combine(folder, "model.tflite")), new OpResolver().AddAll(), new TensorArena(1 << 20));
        interpreter.AllocateTensors();
        for (int set = 0; set < sets; set++)
        {
            for (int i = 0; i < inputs; i++)
            {
                interpreter.Input(i).CopyFrom(File.ReadAllBytes(Path.Combine(folder, "in" + set + "_" + i + ".bin")), 0);
            }

            interpreter.Invoke();
            byte[] output = new byte[interpreter.Output(0).ByteCount];
            interpreter.Output(0).CopyTo(output, 0);
            File.WriteAllBytes(Path.Combine(folder, "out" + set + "_0.bin"), output);
        }
    }

    private static int Run(params string[] args)
    {
        return (int)typeof(Recipe).Assembly.EntryPoint!.Invoke(null, [args])!;
    }
}
