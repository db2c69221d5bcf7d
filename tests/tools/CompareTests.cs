// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.IO;
using System.Linq;
using System.Text.Json;
using System.Xml.Linq;
using TinyInterp.Tests.Optimize;
using TinyInterp.Tool;
using Xunit;

namespace TinyInterp.Tests.Tools;

/// <summary>tinyinterp compare.</summary>
public class CompareTests
{
    [Fact]
    public void The_json_names_the_first_tensor_that_diverges_and_every_figure()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        string a = folder.Write("a", OptimizeModels.FloatDense());
        string b = folder.Write("b", OptimizeModels.FloatDense(isDamaged: true));

        ToolRun run = ToolRun.Of("compare", a, b, "--inputs", "random:10", "--weights", "--json");

        Assert.Equal(string.Empty, run.Error);
        Assert.Equal(ExitCodes.Success, run.ExitCode);
        JsonElement json = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(10, json.GetProperty("samples").GetInt32());
        Assert.Equal("h", json.GetProperty("firstDiverging").GetProperty("name").GetString());
        Assert.Equal("Infinity", json.GetProperty("tensors")[0].GetProperty("snrDb").GetString());
        Assert.InRange(json.GetProperty("scores")[0].GetProperty("top1Agreement").GetDouble(), 0, 1);
        Assert.Equal(3, json.GetProperty("weights").GetArrayLength());
    }

    [Fact]
    public void The_table_has_every_tensor_and_says_what_it_means()
    {
        using TemporaryFolder folder = new TemporaryFolder();

        ToolRun run = ToolRun.Of(
            "compare", folder.Write("a", OptimizeModels.FloatDense()), folder.Write("b", OptimizeModels.Int8Dense()), "--threshold", "45");

        Assert.Equal(ExitCodes.Success, run.ExitCode);
        Assert.Contains("FULLY_CONNECTED", run.Output);
        Assert.Contains("first to diverge: h (FULLY_CONNECTED)", run.Output);
        Assert.Contains("top-1 agreement of output 0: ", run.Output);
        Assert.Contains("32 samples, 3 tensors compared", run.Output);
    }

    [Fact]
    public void Accuracy_is_told_where_the_data_has_labels()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        string model = folder.Write("a", OptimizeModels.FloatDense());
        folder.Write("data/up/1.bin", new byte[16]);
        folder.Write("data/down/1.bin", new byte[16]);
        folder.Write("data/left/1.bin", new byte[16]);

        ToolRun run = ToolRun.Of("compare", model, model, "--inputs", folder.At("data"));

        Assert.Contains("accuracy: A 33.3 %, B 33.3 % (classes in order: down, left, up)", run.Output);
    }

    [Fact]
    public void Pictures_stand_alone()
    {
        using TemporaryFolder folder = new TemporaryFolder();

        ToolRun run = ToolRun.Of(
            "compare", folder.Write("a<&>", OptimizeModels.FloatDense()), folder.Write("b", OptimizeModels.Int8Dense()),
            "--svg", folder.At("e.svg"), "--html", folder.At("e.html"));

        Assert.Equal(ExitCodes.Success, run.ExitCode);
        XElement svg = XDocument.Load(folder.At("e.svg")).Root!;
        XNamespace ns = "http://www.w3.org/2000/svg";
        Assert.Equal(ns + "svg", svg.Name);
        Assert.Equal(3, svg.Elements(ns + "g").Count());
        string html = File.ReadAllText(folder.At("e.html"));
        Assert.Contains("<svg", html);
        Assert.Contains("top-1 agreement", html);
        Assert.DoesNotContain("href=", html);
        Assert.DoesNotContain("<script", html);
    }

    [Fact]
    public void What_cannot_be_compared_ends_with_one_line_and_no_picture()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        string dense = folder.Write("a", OptimizeModels.FloatDense());
        string other = folder.Write("b", ToolModels.Identity());
        string svg = folder.At("e.svg");

        CommandLineTests.RequireOneLine(ToolRun.Of("compare", dense, other, "--svg", svg), ExitCodes.BadInput, "input 0 differs in shape: [1,4] in A, [2,3] in B");
        CommandLineTests.RequireOneLine(ToolRun.Of("compare", dense, folder.At("none")), ExitCodes.BadInput, "no such file");
        CommandLineTests.RequireOneLine(ToolRun.Of("compare", dense, dense, "--inputs", folder.At("none"), "--svg", svg), ExitCodes.BadInput, "no such file or folder");
        CommandLineTests.RequireOneLine(
            ToolRun.Of("compare", dense, dense, "--inputs", folder.Write("x.bin", new byte[15]), "--svg", svg), ExitCodes.BadInput, "has 15 bytes; input 0, FLOAT32 [1,4], takes 16");
        CommandLineTests.RequireOneLine(ToolRun.Of("compare", dense, folder.Write("u", ToolModels.Unsupported())), ExitCodes.Unsupported, "u: ");
        CommandLineTests.RequireOneLine(ToolRun.Of("compare", dense, dense, "--samples", "0"), ExitCodes.BadInput, "at least 1");
        Assert.False(File.Exists(svg));
    }
}
