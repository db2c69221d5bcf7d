// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.IO;
using System.Linq;
using System.Text.Json;
using TinyInterp.Tests.Tools;
using TinyInterp.Tool;
using TinyInterp.Writer;
using Xunit;

namespace TinyInterp.Tests.Optimize.Quantize;

using TinyInterp.Schema;

/// <summary>tinyinterp quantize.</summary>
public class QuantizeCommandTests
{
    [Theory]
    [InlineData("int8")]
    [InlineData("int16x8")]
    [InlineData("int4")]
    [InlineData("float16")]
    public void A_model_is_written_that_runs(string scheme)
    {
        using TemporaryFolder folder = new TemporaryFolder();
        string output = folder.At("q.tflite");

        ToolRun run = ToolRun.Of(
            "quantize", folder.Write("m.tflite", FloatModels.Autoencoder()), "--calibration", "random:40", "-o", output, "--scheme", scheme);

        Assert.Equal(string.Empty, run.Error);
        Assert.Equal(ExitCodes.Success, run.ExitCode);
        Assert.Contains("signal to noise", run.Output);
        Measure.RequireSameOnDevice(File.ReadAllBytes(output));
    }

    [Fact]
    public void Json_tells_every_tensor_and_what_its_range_was_chosen_by()
    {
        using TemporaryFolder folder = new TemporaryFolder();

        ToolRun run = ToolRun.Of(
            "quantize", folder.Write("m.tflite", FloatModels.Classifier()), "--calibration", "random", "-o", folder.At("q"), "--json",
            "--method", "kl", "--io", "float");

        JsonElement json = JsonDocument.Parse(run.Output).RootElement;
        Assert.True(json.GetProperty("decibels").GetDouble() > 10);
        Assert.True(json.GetProperty("bytes").GetInt32() == new FileInfo(folder.At("q")).Length);
        Assert.Contains(json.GetProperty("tensors").EnumerateArray(), tensor => tensor.GetProperty("method").GetString() == "kl");
        Assert.Contains(json.GetProperty("tensors").EnumerateArray(), tensor => tensor.GetProperty("method").GetString() == "kernel");
    }

    [Fact]
    public void Power_of_two_scales_cost_fewer_units_compiled_and_the_report_compares_the_noise()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        string output = folder.At("q");

        ToolRun run = ToolRun.Of(
            "quantize", RepositoryFiles.At("models", "keyword", "keyword_float.tflite"), "--calibration", "random", "-o", output, "--json", "--scales", "power-of-two");

        Assert.Equal(string.Empty, run.Error);
        JsonElement json = JsonDocument.Parse(run.Output).RootElement;
        Assert.All(json.GetProperty("tensors").EnumerateArray(), tensor =>
        {
            double power = System.Math.Log2(tensor.GetProperty("scale").GetDouble());
            Assert.Equal(System.Math.Round(power), power, 5);
        });
        JsonElement comparison = json.GetProperty("powerOfTwoScales");
        Assert.True(comparison.GetProperty("decibelsBefore").GetDouble() > 10);
        JsonElement compiled = comparison.GetProperty("compiled");
        Assert.True(compiled.GetProperty("units").GetDouble() < compiled.GetProperty("unitsBefore").GetDouble());
        Measure.RequireSameOnDevice(File.ReadAllBytes(output));
    }

    [Fact]
    public void Power_of_two_scales_are_refused_where_no_scales_are_stored()
    {
        using TemporaryFolder folder = new TemporaryFolder();

        ToolRun run = ToolRun.Of(
            "quantize", folder.Write("m.tflite", FloatModels.Classifier()), "--calibration", "random", "-o", folder.At("q"), "--scheme", "float16",
            "--scales", "power-of-two");

        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.Contains("float16", run.Error);
        Assert.False(File.Exists(folder.At("q")));
    }

    [Fact]
    public void Files_of_raw_tensors_calibrate()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        byte[] data = Enumerable.Range(0, 8 * 20).SelectMany(i => System.BitConverter.GetBytes(0.01f * (i % 57))).ToArray();

        ToolRun run = ToolRun.Of(
            "quantize", folder.Write("m.tflite", FloatModels.Dense()), "--calibration", folder.Write("d.bin", data), "-o", folder.At("q"),
            "--verbose");

        Assert.Equal(ExitCodes.Success, run.ExitCode);
        Assert.Contains("20 samples", run.Output);
        Assert.Contains("3 channels", run.Output);
    }

    [Theory]
    [InlineData("d.bin", "d.bin")]
    [InlineData("nan.bin", "NaN")]
    [InlineData("empty.bin", "empty.bin")]
    [InlineData("missing", "missing")]
    public void Bad_data_is_one_line_and_leaves_no_file(string data, string told)
    {
        using TemporaryFolder folder = new TemporaryFolder();
        folder.Write("d.bin", new byte[4 * 8 + 3]);
        folder.Write("nan.bin", Enumerable.Repeat(System.BitConverter.GetBytes(float.NaN), 8).SelectMany(bytes => bytes).ToArray());
        folder.Write("empty.bin", []);

        RequireRefused(folder, FloatModels.Dense(), folder.At(data), told);
    }

    [Fact]
    public void Weights_that_are_no_numbers_are_one_line_and_leave_no_file()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        byte[] model = FloatModels.Dense(builder => System.BitConverter.GetBytes(float.PositiveInfinity)
            .CopyTo(builder.Document.Buffers[builder.Definition.Tensors[1].BufferIndex].Data!, 0));

        RequireRefused(folder, model, "random", "infinity");
    }

    [Fact]
    public void An_operator_without_an_integer_kernel_is_one_line_and_leaves_no_file()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        ModelBuilder builder = new ModelBuilder();
        int x = builder.Input("x", TensorType.Float32, [1, 4]);
        int y = builder.Tensor("floored", TensorType.Float32, [1, 4]);
        builder.Operator(BuiltinOperator.Floor, null, [x], [y]);
        builder.Output(y);

        RequireRefused(folder, builder.Build(), "random", "FLOOR (output 'floored')");
    }

    private static void RequireRefused(TemporaryFolder folder, byte[] model, string data, string told)
    {
        string output = folder.At("q.tflite");

        ToolRun run = ToolRun.Of("quantize", folder.Write("m.tflite", model), "--calibration", data, "-o", output);

        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.Contains(told, run.Error);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
        Assert.Equal(string.Empty, run.Output);
        Assert.False(File.Exists(output));
    }
}
