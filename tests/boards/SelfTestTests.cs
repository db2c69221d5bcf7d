// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using TinyInterp.Boards;
using TinyInterp.Boards.Host;
using TinyInterp.SelfTestData;
using Xunit;

namespace TinyInterp.Tests.Boards;

/// <summary>The program that one flashes first, run here on both builds.</summary>
public class SelfTestTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void It_prints_only_PASS(bool onDeviceProfile)
    {
        StringWriter output = new StringWriter();

        int failed = onDeviceProfile ? HostSelfTest.RunDeviceProfile(output) : HostSelfTest.Run("desktop", output);

        string[] lines = output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(0, failed);
        Assert.Equal("TinyInterp self-test on " + (onDeviceProfile ? "device profile" : "desktop"), lines[0]);
        Assert.Matches("^needs [0-9]+ bytes of heap, has [0-9]+$", lines[1]);
        Assert.All(lines[2..^2], line => Assert.Matches("^[^ ].* PASS [0-9]+ ms$", line));
        Assert.StartsWith("heap after 100 invokes", lines[^3]);
        Assert.Matches("^[0-9]+\\.[0-9] ns a unit: [0-9]+ passes of [0-9]+ units in [0-9]+ ms$", lines[^2]);
        Assert.Equal((lines.Length - 4) + " passed, 0 failed", lines[^1]);
    }

    [Fact]
    public void A_case_that_does_not_fit_is_skipped_with_what_it_needs()
    {
        ISelfTestData data = SelfTestProgram.First();
        int largest = data.HeapBytes(0);
        SmallBoard board = new(largest - 1);
        SelfTest test = new(board, SelfTestProgram.NewResolver);

        test.PrintHeader([data]);
        test.RunCases([data]);
        test.RunHeapTest(data, 0);
        test.PrintSummary();

        int skipped = Enumerable.Range(0, data.Count).Count(i => data.HeapBytes(i) >= largest) + 1;
        Assert.Equal(
            "needs " + Enumerable.Range(0, data.Count).Max(data.HeapBytes) + " bytes of heap, has " + (largest - 1)
                + ": cases that do not fit are skipped",
            board.Lines[1]);
        Assert.Equal(data.Name(0) + " SKIPPED, needs " + largest + " bytes of heap", board.Lines[2]);
        Assert.Equal("heap after 100 invokes SKIPPED, needs " + largest + " bytes of heap", board.Lines[^2]);
        Assert.Equal((data.Count + 1 - skipped) + " passed, 0 failed, " + skipped + " skipped for want of heap", board.Lines[^1]);
        Assert.Equal(0, test.Failed);
        Assert.Equal(skipped, test.Skipped);
    }

    [Fact]
    public void A_case_whose_memory_is_in_pieces_is_skipped_too()
    {
        SmallBoard board = new(int.MaxValue);
        SelfTest test = new(board, SelfTestProgram.NewResolver);

        test.RunCases([new Fragmented()]);

        Assert.Equal("pieces SKIPPED, needs 4096 bytes of heap", Assert.Single(board.Lines));
        Assert.Equal((0, 1), (test.Failed, test.Skipped));
    }

    [Fact]
    public void The_model_app_takes_the_same_memory_on_both_builds()
    {
        StringWriter desktop = new StringWriter();
        StringWriter device = new StringWriter();

        HostModelApp.Run("board", desktop);
        HostModelApp.RunDeviceProfile(device);

        string[] lines = device.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("TinyInterp on device profile", lines[0]);
        Assert.Matches("^model [0-9]+ bytes, arena [0-9]+ bytes$", lines[1]);
        Assert.Equal(desktop.ToString().Split(Environment.NewLine)[1], lines[1]);
        Assert.All(lines[2..], line => Assert.Matches("^[0-9]+ ms per Invoke, [0-9]+ bytes of heap free$", line));
    }

    [Fact]
    public void Its_data_is_what_the_command_writes()
    {
        // In a process of its own: predicting heaps collects garbage again and again, which is slow beside all the tests' objects.
        DotnetRun run = DotnetRun.In(RepositoryFiles.At("."), typeof(DataSources).Assembly.Location, ".", "--check");

        Assert.Equal((0, string.Empty), (run.ExitCode, run.All));
    }

    [Fact]
    public void Every_conformance_zip_has_a_case_in_it()
    {
        int zips = Directory.GetFiles(RepositoryFiles.At("tests", "conformance"), "*.zip", SearchOption.AllDirectories).Length;

        Assert.Equal(zips, EmbeddedCase.Choose(RepositoryFiles.At("tests", "conformance")).Select(item => item.Name).Distinct().Count());
    }

    /// <summary>A board whose free heap is always the same.</summary>
    private sealed class SmallBoard(long freeHeap) : IBoard
    {
        internal List<string> Lines { get; } = new();

        /// <inheritdoc />
        public string Name => "a small board";

        /// <inheritdoc />
        public long Milliseconds => 0;

        /// <inheritdoc />
        public long FreeHeap => freeHeap;

        /// <inheritdoc />
        public void WriteLine(string line)
        {
            Lines.Add(line);
        }
    }

    /// <summary>A case whose model finds no room in one piece.</summary>
    private sealed class Fragmented : ISelfTestData
    {
        /// <inheritdoc />
        public int Count => 1;

        /// <inheritdoc />
        public string Name(int index) => "pieces";

        /// <inheritdoc />
        public int HeapBytes(int index) => 4096;

        /// <inheritdoc />
        public KernelFamilies Kernels(int index) => KernelFamilies.Neural;

        /// <inheritdoc />
        public byte[] Model(int index) => throw new OutOfMemoryException();

        /// <inheritdoc />
        public byte[] Inputs(int index) => [];

        /// <inheritdoc />
        public byte[] Outputs(int index) => [];
    }
}
