// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Linq;
using LayerNormSample;
using TinyInterp.Schema;
using TinyInterp.Tests.Kernels;
using TinyInterp.Tests.Runtime;
using TinyInterp.Writer;
using Xunit;

namespace TinyInterp.Tests.Samples;

/// <summary>samples/custom-operator: an operator outside TinyInterp's assemblies, against its formula.</summary>
public class CustomOperatorTests
{
    private const float DefaultEpsilon = 0.001f;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 2)]
    [InlineData(64, 7)]
    [InlineData(4096, 2)]
    public void Every_element_is_within_a_step_of_the_formula(int channels, int rows)
    {
        Random random = new Random(channels);
        for (int round = 0; round < 20; round++)
        {
            float inputScale = (float)Math.Exp(random.NextDouble() * 6 - 5);
            float outputScale = (float)Math.Exp(random.NextDouble() * 2 - 4);
            int inputZero = random.Next(-128, 128);
            int outputZero = random.Next(-20, 20);
            float[] gamma = Enumerable.Range(0, channels).Select(_ => (float)(random.NextDouble() * 4 - 2)).ToArray();
            float[] beta = Enumerable.Range(0, channels).Select(_ => (float)(random.NextDouble() * 2 - 1)).ToArray();
            float? epsilon = round % 2 == 0 ? null : (float)random.NextDouble();
            long[] values = Enumerable.Range(0, rows * channels).Select(_ => (long)random.Next(-128, 128)).ToArray();

            MicroInterpreter interpreter = Load(Model([rows, channels], inputScale, inputZero, outputScale, outputZero, gamma, beta, epsilon));
            Running.Set(interpreter.Input(0), values);
            interpreter.Invoke();
            long[] result = Running.Get(interpreter.Output(0));

            for (int row = 0; row < rows; row++)
            {
                double[] x = values.Skip(row * channels).Take(channels).Select(value => (double)inputScale * (value - inputZero)).ToArray();
                double mean = x.Average();
                double deviation = Math.Sqrt(x.Average(value => (value - mean) * (value - mean)) + (epsilon ?? DefaultEpsilon));
                for (int c = 0; c < channels; c++)
                {
                    double real = gamma[c] * (x[c] - mean) / deviation + beta[c];
                    double stored = Math.Clamp(real / outputScale + outputZero, -128, 127);
                    Assert.InRange(result[row * channels + c], stored - 0.6, stored + 0.6);
                }
            }
        }
    }

    [Fact]
    public void A_row_of_equal_values_becomes_beta_even_without_epsilon()
    {
        MicroInterpreter interpreter = Load(Model([1, 3], 0.1f, 5, 0.125f, 0, [1, 1, 1], [0.5f, -0.25f, 0], 0));
        Running.Set(interpreter.Input(0), [7, 7, 7]);

        interpreter.Invoke();

        Assert.Equal([4, -2, 0], Running.Get(interpreter.Output(0)));
    }

    [Fact]
    public void Both_builds_give_the_same_bytes()
    {
        Assert.Equal(RunSample("desktop"), RunSample("device"));
    }

    [Fact]
    public void The_program_prints_what_its_page_shows()
    {
        DotnetRun run = DotnetRun.OfSample("LayerNormSample");

        Assert.Equal(0, run.ExitCode);
        string page = System.IO.File.ReadAllText(RepositoryFiles.At("samples", "custom-operator", "README.md")).ReplaceLineEndings("\n");
        Assert.All(run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Contains("    " + line + "\n", page, StringComparison.Ordinal));
    }

    [Fact]
    public void What_it_cannot_run_is_refused()
    {
        Assert.Equal(ErrorCode.ShapeMismatch, Refused(Model([1, 4097], 1, 0, 1, 0, new float[4097], new float[4097], null)));
        Assert.Equal(ErrorCode.ShapeMismatch, Refused(Model([1, 3], 1, 0, 1, 0, new float[2], new float[3], null)));
        Assert.Equal(ErrorCode.CustomOptionsInvalid, Refused(Model([1, 3], 1, 0, 1, 0, new float[3], new float[3], -1)));
        Assert.Equal(ErrorCode.QuantizationUnsupported, Refused(Model([1, 3], 1, 0, 0.001f, 0, [1, 2, 3], new float[3], null)));
        Assert.Equal(ErrorCode.QuantizationUnsupported, Refused(Model([1, 3], 1, 0, 1, 0, [1, float.NaN, 3], new float[3], null)));
    }

    [Fact]
    public void Invoke_allocates_nothing()
    {
        MicroInterpreter interpreter = Load(Model([4, 32], 0.1f, 0, 0.05f, 0, Enumerable.Repeat(1f, 32).ToArray(), new float[32], null));
        interpreter.Invoke();
        long before = GC.GetAllocatedBytesForCurrentThread();

        interpreter.Invoke();

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    /// <summary>The output's bytes for rows of all kinds of values.</summary>
    private static byte[] RunSample(string build)
    {
        dynamic interpreter = SampleAssembly.Load("LayerNormSample", build).Call("Program", "NewInterpreter");
        byte[] input = new byte[interpreter.Input(0).ByteCount];
        byte[] output = new byte[interpreter.Output(0).ByteCount];
        byte[] all = new byte[100 * output.Length];
        Random random = new Random(1);
        for (int round = 0; round < 100; round++)
        {
            random.NextBytes(input);
            interpreter.Input(0).CopyFrom(input, 0);
            interpreter.Invoke();
            interpreter.Output(0).CopyTo(all, round * output.Length);
        }

        return all;
    }

    private static ErrorCode Refused(ModelBuilder model)
    {
        return Assert.Throws<ModelException>(() => Load(model)).Code;
    }

    private static MicroInterpreter Load(ModelBuilder model)
    {
        return Running.Load(model, new OpResolver().AddLayerNorm(), new TensorArena(1 << 20));
    }

    private static ModelBuilder Model(
        int[] shape, float inputScale, int inputZero, float outputScale, int outputZero, float[] gamma, float[] beta, float? epsilon)
    {
        ModelBuilder model = new ModelBuilder();
        int input = model.Input("input", TensorType.Int8, shape, inputScale, inputZero);
        int g = model.Constant("gamma", [gamma.Length], gamma);
        int b = model.Constant("beta", [beta.Length], beta);
        int output = model.Tensor("output", TensorType.Int8, shape, outputScale, outputZero);
        byte[]? options = epsilon is float value ? CustomOptionsBytes.Of(("epsilon", value)) : null;
        model.CustomOperator("LayerNorm", options, [input, g, b], [output]);
        model.Output(output);
        return model;
    }
}
