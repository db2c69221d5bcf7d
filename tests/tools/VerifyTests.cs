// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text.Json;
using TinyInterp.Golden;
using TinyInterp.Tool;
using Xunit;

namespace TinyInterp.Tests.Tools;

/// <summary>tinyinterp verify, on cases made of the model that reshapes.</summary>
public class VerifyTests
{
    private const string List = """
        [
          { "id": "group/good", "op": "RESHAPE", "type": "INT8", "model": "model.tflite",
            "inputs": [["in"], ["in"]], "outputs": [["out"], ["out"]], "outputs_n": 1, "stateful": false },
          { "id": "other", "op": "RESHAPE", "type": "INT8", "model": "../model.tflite",
            "inputs": [["in"], ["in"]], "outputs": [["out"], ["out"]], "outputs_n": 1, "stateful": true }
        ]
        """;

    private static readonly byte[] _six = { 1, 2, 3, 253, 254, 255 };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Folders_and_zips_pass_on_both_builds(bool deviceProfile)
    {
        using TemporaryFolder folder = new TemporaryFolder();
        WriteCases(folder, "deep/cases", _six);
        ZipFile.CreateFromDirectory(folder.At("deep/cases"), folder.At("deep/cases.zip"));
        using (ZipArchive other = ZipFile.Open(folder.At("other.zip"), ZipArchiveMode.Create))
        {
            other.CreateEntry("no cases here");
        }

        ToolRun run = ToolRun.Of(new[] { "verify", folder.At(".") }.Concat(deviceProfile ? ["--device-profile"] : []).ToArray());

        Assert.Equal("4 passed, 0 failed\n", run.Output);
        Assert.Equal(string.Empty, run.Error);
        Assert.Equal(ExitCodes.Success, run.ExitCode);
    }

    [Fact]
    public void A_wrong_byte_is_found_and_named()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        WriteCases(folder, "cases", [1, 2, 3, 253, 1, 2]);

        ToolRun run = ToolRun.Of("verify", folder.At("cases"));

        string[] lines = run.Output.Split('\n');
        Assert.Equal(
            "FAILED cases other (RESHAPE INT8): set 0, output 0: 2 of 6 elements differ, the first at 4: got -2, want 1 (and 1 more outputs)",
            lines[0]);
        Assert.Equal("1 passed, 1 failed", lines[1]);
        Assert.Equal(ExitCodes.Failed, run.ExitCode);
    }

    [Fact]
    public void What_the_first_run_of_code_allocates_is_not_the_models()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        foreach (byte[] expected in new[] { _six, [1, 2, 3, 253, 1, 2] })
        {
            WriteCases(folder, "cases", expected);
            using CaseSource source = CaseSource.Open(folder.At("cases")).Single();
            GoldenCase golden = CaseReader.Read(source)[1];

            Assert.Equal(expected == _six, CaseRunner.Run(golden, new WarmingEngine(100, 0)).Passed);
            Assert.Equal(0, CaseRunner.Run(golden, new WarmingEngine(100, 0)).AllocatedBytes);
            Assert.Equal(24, CaseRunner.Run(golden, new WarmingEngine(100, 24)).AllocatedBytes);
        }
    }

    [Fact]
    public void Json_tells_the_same()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        WriteCases(folder, "cases", [1, 2, 3, 253, 1, 2]);

        ToolRun run = ToolRun.Of("verify", folder.At("cases"), "--json");
        JsonElement report = JsonDocument.Parse(run.Output).RootElement;
        JsonElement difference = report.GetProperty("failures")[0].GetProperty("differences")[1];

        Assert.Equal(ExitCodes.Failed, run.ExitCode);
        Assert.Equal(1, report.GetProperty("passed").GetInt32());
        Assert.Equal(1, report.GetProperty("failed").GetInt32());
        Assert.Equal("other", report.GetProperty("failures")[0].GetProperty("id").GetString());
        Assert.Equal(1, difference.GetProperty("set").GetInt32());
        Assert.Equal(4, difference.GetProperty("firstIndex").GetInt32());
        Assert.Equal(2, difference.GetProperty("differingCount").GetInt32());
        Assert.Equal(0, report.GetProperty("allocating").GetArrayLength());
    }

    [Fact]
    public void Cases_without_a_model_take_the_one_that_is_named()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        WriteCases(folder, "cases", _six);
        string model = folder.Write("named.tflite", ToolModels.Identity());
        File.Delete(folder.At("cases/model.tflite"));
        File.Delete(folder.At("cases/group/good/model.tflite"));

        CommandLineTests.RequireOneLine(ToolRun.Of("verify", folder.At("cases")), ExitCodes.BadInput, "--model FILE");
        Assert.Equal("2 passed, 0 failed\n", ToolRun.Of("verify", folder.At("cases"), "--model", model).Output);
    }

    [Fact]
    public void Outputs_of_another_size_fail()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        WriteCases(folder, "cases", [1, 2, 3]);

        ToolRun run = ToolRun.Of("verify", folder.At("cases"));

        Assert.Contains("set 0, output 0 has 3 bytes, the model's has 6", run.Output);
        Assert.Equal(ExitCodes.Failed, run.ExitCode);
    }

    [Theory]
    [InlineData("{}", "not a list of cases")]
    [InlineData("[{}]", "without id")]
    [InlineData("[null]", "without id")]
    [InlineData("[{\"id\":\"other\",\"model\":\"../model.tflite\",\"inputs\":[[\"gone\"]],\"outputs\":[[\"out\"]]}]", "other/gone is missing")]
    [InlineData("[{\"id\":\"other\",\"model\":\"../../model.tflite\",\"inputs\":[[\"in\"]],\"outputs\":[[\"out\"]]}]", "leaves")]
    [InlineData("[{\"id\":\"other\",\"model\":\"../model.tflite\",\"inputs\":[],\"outputs\":[[\"out\"]]}]", "0 input sets")]
    public void A_malformed_list_ends_with_one_line(string list, string hint)
    {
        using TemporaryFolder folder = new TemporaryFolder();
        WriteCases(folder, "cases", _six);
        File.WriteAllText(folder.At("cases/cases.json"), list);

        CommandLineTests.RequireOneLine(ToolRun.Of("verify", folder.At("cases")), ExitCodes.BadInput, hint);
    }

    /// <summary>Two cases; the outputs of the second must be <paramref name="expected"/>.</summary>
    private static void WriteCases(TemporaryFolder folder, string name, byte[] expected)
    {
        folder.Write(name + "/cases.json", System.Text.Encoding.UTF8.GetBytes(List));
        folder.Write(name + "/model.tflite", ToolModels.Identity());
        folder.Write(name + "/group/good/model.tflite", ToolModels.Identity());
        folder.Write(name + "/group/good/in", _six);
        folder.Write(name + "/group/good/out", _six);
        folder.Write(name + "/other/in", _six);
        folder.Write(name + "/other/out", expected);
    }

    /// <summary>The desktop's engine, whose Invoke claims to allocate so much in the first session and so much in later ones.</summary>
    private sealed class WarmingEngine(long first, long later) : IEngine
    {
        private int _sessions;

        public string BuildName => "warming";

        public IModelSession Load(byte[] model, int arenaBytes = int.MaxValue)
        {
            return new Session(Engines.Desktop.Load(model, arenaBytes), _sessions++ == 0 ? first : later);
        }

        public IModelSession LoadAsApp(byte[] model, int arenaBytes, Action registered) => throw new NotSupportedException();

        private sealed class Session(IModelSession inner, long allocated) : IModelSession
        {
            public object Interpreter => inner.Interpreter;

            public int InputCount => inner.InputCount;

            public int OutputCount => inner.OutputCount;

            public int ArenaUsedBytes => inner.ArenaUsedBytes;

            public int PlanBytes => inner.PlanBytes;

            public TensorInfo Input(int index) => inner.Input(index);

            public TensorInfo Output(int index) => inner.Output(index);

            public void SetInput(int index, byte[] bytes, int start = 0) => inner.SetInput(index, bytes, start);

            public byte[] GetOutput(int index) => inner.GetOutput(index);

            public void SetProfiler(Action<int, int> begin, Action<int, int> end) => inner.SetProfiler(begin, end);

            public void Reset() => inner.Reset();

            public long Invoke()
            {
                inner.Invoke();
                return allocated;
            }
        }
    }
}
