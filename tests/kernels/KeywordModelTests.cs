// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.IO;
using System.IO.Compression;
using System.Linq;
using TinyInterp.Tests.Tools;
using Xunit;

namespace TinyInterp.Tests.Kernels;

/// <summary>The keyword model of MLPerf Tiny on the recordings of its accuracy set.</summary>
public class KeywordModelTests
{
    private const int Kws01Classes = 12;

    [Theory]
    [InlineData("desktop")]
    [InlineData("device")]
    public void Keyword_model_gives_the_reference_bytes_for_a_thousand_recordings(string build)
    {
        string inputs = SharedFiles.Require("models", "kws01", "inputs.bin");
        byte[] want = File.ReadAllBytes(SharedFiles.Require("models", "kws01", "expected_outputs.bin"));
        int[] labels = File.ReadAllLines(SharedFiles.Require("models", "kws01", "labels.csv"))
            .Select(line => int.Parse(line.Split(',')[2]))
            .ToArray();
        using TemporaryFolder folder = new TemporaryFolder();
        string model = folder.Write("kws.tflite", ReadModel("kws_ref_model.zip"));
        string outputs = folder.At("outputs.bin");

        ToolRun run = ToolRun.Of(
            new[] { "run", model, "--in", inputs, "--out", outputs }.Concat(build == "device" ? new[] { "--device-profile" } : []).ToArray());

        Assert.Equal(string.Empty, run.Error);
        Assert.Equal(0, run.ExitCode);
        byte[] got = File.ReadAllBytes(outputs);
        Assert.Equal(1000 * Kws01Classes, got.Length);
        Assert.Equal(want, got);
        Assert.Equal(901, labels.Where((label, i) => label == Best(got, i * Kws01Classes)).Count());
    }

    [Fact]
    public void Keyword_model_takes_less_memory_than_is_live_at_its_peak()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        string model = folder.Write("kws.tflite", ReadModel("kws_ref_model.zip"));

        ToolRun run = ToolRun.Of("inspect", model);

        Assert.Contains("10,124 bytes; the most that are live at one moment: 16,000", run.Output);
        Assert.Contains("2,656,768 MACs", run.Output);
    }

    private static byte[] ReadModel(string zip)
    {
        using ZipArchive archive = ZipFile.OpenRead(SharedFiles.Require("models", zip));
        using Stream stream = archive.GetEntry("model.tflite")!.Open();
        MemoryStream bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static int Best(byte[] scores, int start)
    {
        return Enumerable.Range(0, Kws01Classes).MaxBy(i => (sbyte)scores[start + i]);
    }
}
