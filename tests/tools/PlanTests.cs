// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.IO;
using System.Linq;
using System.Text.Json;
using System.Xml.Linq;
using TinyInterp.Golden;
using TinyInterp.Tool;
using TinyInterp.Writer;
using Xunit;

namespace TinyInterp.Tests.Tools;

using TinyInterp.Schema;

/// <summary>tinyinterp plan, its pictures, and planning in embed, quantize and prune.</summary>
public class PlanTests
{
    [Fact]
    public void Greedy_best_and_bound_are_told_with_what_the_arena_gains()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        string model = folder.Write("m.tflite", Keyword());

        ToolRun run = ToolRun.Of("plan", model, "--write", folder.At("planned.tflite"));

        Assert.Equal(string.Empty, run.Error);
        Assert.Matches(@"greedy +885 ", run.Output);
        Assert.Matches(@"best +768  optimal: no plan takes less", run.Output);
        Assert.Matches(@"true bound +1,024 ", run.Output);
        int before = Engines.Desktop.Load(Keyword()).ArenaUsedBytes;
        Assert.Equal(before - 117, Engines.Desktop.Load(File.ReadAllBytes(folder.At("planned.tflite"))).ArenaUsedBytes);
        Assert.Matches(@"own +768 ", ToolRun.Of("plan", folder.At("planned.tflite")).Output);
    }

    [Fact]
    public void Without_overlaps_tensors_lie_apart_and_other_runtimes_find_the_plan()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        string planned = folder.At("planned.tflite");

        ToolRun run = ToolRun.Of("plan", folder.Write("m.tflite", Keyword()), "--no-overlap", "--write", planned);

        Assert.Matches(@"greedy +1,264 ", run.Output);
        Assert.Matches(@"best +1,024  optimal: equal to the bound", run.Output);
        Assert.Contains(ModelDocument.Read(File.ReadAllBytes(planned)).Metadata!, metadata => metadata.Name == OfflinePlanMetadata.Name);
    }

    [Fact]
    public void The_json_has_every_figure()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        JsonElement json = Json("plan", folder.Write("m.tflite", Keyword()));

        JsonElement subgraph = json.GetProperty("subgraphs")[0];
        Assert.Equal(885, subgraph.GetProperty("greedyBytes").GetInt64());
        Assert.Equal(768, subgraph.GetProperty("bestBytes").GetInt64());
        Assert.Equal(672, subgraph.GetProperty("boundBytes").GetInt64());
        Assert.True(subgraph.GetProperty("isOverlapped").GetBoolean());
        Assert.Equal(1024, subgraph.GetProperty("trueBoundBytes").GetInt64());
        Assert.True(subgraph.GetProperty("isOptimal").GetBoolean());
        Assert.Equal(
            117, json.GetProperty("before").GetProperty("fastBytes").GetInt64() - json.GetProperty("after").GetProperty("fastBytes").GetInt64());
    }

    [Fact]
    public void A_model_that_cannot_be_run_can_be_planned()
    {
        using TemporaryFolder folder = new TemporaryFolder();

        ToolRun run = ToolRun.Of("plan", folder.Write("u.tflite", ToolModels.Unsupported()), "--write", folder.At("p.tflite"));

        Assert.Equal(ExitCodes.Success, run.ExitCode);
        Assert.Contains("best", run.Output);
        Assert.DoesNotContain("Arena", run.Output);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("NaN")]
    [InlineData("1e9")]
    public void A_time_limit_is_a_time(string seconds)
    {
        using TemporaryFolder folder = new TemporaryFolder();

        CommandLineTests.RequireOneLine(
            ToolRun.Of("plan", folder.Write("m.tflite", Keyword()), "--time-limit", seconds), ExitCodes.BadInput, "--time-limit");
    }

    [Fact]
    public void Errors_leave_nothing_behind()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        string model = folder.Write("m.tflite", Keyword());

        CommandLineTests.RequireOneLine(
            ToolRun.Of("plan", model, "--write", folder.At("p.tflite"), "--html", folder.At("no/such/p.html")), ExitCodes.BadInput, "cannot be written");
        CommandLineTests.RequireOneLine(ToolRun.Of("plan", folder.Write("t", [1, 2, 3])), ExitCodes.BadInput, "error 102");
        Assert.Equal(["m.tflite", "t"], Directory.GetFiles(folder.At(".")).Select(Path.GetFileName).Order());
    }

    [Theory]
    [InlineData("inspect", 1)]
    [InlineData("plan", 2)]
    public void The_page_stands_alone_and_has_a_box_for_everything_in_the_arena(string command, int pictures)
    {
        using TemporaryFolder folder = new TemporaryFolder();
        string model = folder.Write("<m>&.tflite", Keyword());

        Assert.Equal(ExitCodes.Success, ToolRun.Of(command, model, "--html", folder.At("p.html")).ExitCode);

        string page = File.ReadAllText(folder.At("p.html"));
        Assert.Contains("&lt;m&gt;&amp;.tflite", page);
        Assert.DoesNotContain("http", page.Replace("http://www.w3.org/2000/svg", string.Empty));
        Assert.Contains("prefers-color-scheme:dark", page);
        int entries = Json("inspect", model).GetProperty("subgraphs")[0].GetProperty("arena").GetProperty("entries").GetArrayLength();
        XElement[] drawings = page.Split("<svg").Skip(1).Select(part => XElement.Parse("<svg" + part[..(part.IndexOf("</svg>") + 6)])).ToArray();
        Assert.Equal(pictures, drawings.Length);
        Assert.All(drawings, svg => Assert.Equal(entries, Boxes(svg).Length));
        Assert.All(drawings, svg => Assert.Contains("plan ", svg.Value));

        // Nothing lies outside of the picture.
        double[] size = drawings[0].Attribute("viewBox")!.Value.Split(' ').Select(Number).ToArray();
        Assert.All(drawings.SelectMany(svg => svg.Descendants().Where(element => element.Name.LocalName == "rect")), rect =>
        {
            Assert.InRange(Number(rect.Attribute("x")!.Value) + Number(rect.Attribute("width")!.Value), 0, size[2]);
            Assert.InRange(Number(rect.Attribute("y")!.Value) + Number(rect.Attribute("height")!.Value), 0, size[3]);
        });
    }

    [Fact]
    public void Embed_stores_the_plan_unless_told_not_to()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        string model = folder.Write("m.tflite", KeywordFloat());

        JsonElement planned = Json("embed", model, "--out", folder.At("a"));
        JsonElement asItIs = Json("embed", model, "--out", folder.At("b"), "--no-plan");

        Assert.True(planned.GetProperty("isPlanned").GetBoolean());
        Assert.False(asItIs.GetProperty("isPlanned").GetBoolean());
        Assert.Equal(468, asItIs.GetProperty("arenaBytes").GetInt64() - planned.GetProperty("arenaBytes").GetInt64());
        Assert.Equal(KeywordFloat(), Loaded(folder, "b"));
        Assert.True(OfflinePlanMetadata.Has(ModelDocument.Read(Loaded(folder, "a")), 0));
        Assert.Contains("planned: arena ", ToolRun.Of("embed", model, "--out", folder.At("c")).Output);
    }

    /// <summary>The int8 keyword model would need 117 bytes less of an arena and have 192 bytes more itself.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Embed_leaves_a_model_alone_that_gains_nothing_or_next_to_nothing(bool isKeyword)
    {
        using TemporaryFolder folder = new TemporaryFolder();
        byte[] model = isKeyword ? Keyword() : ToolModels.Dense();

        JsonElement json = Json("embed", folder.Write("m.tflite", model), "--out", folder.At("a"));

        Assert.False(json.GetProperty("isPlanned").GetBoolean());
        Assert.Equal(model, Loaded(folder, "a"));
    }

    [Fact]
    public void Quantize_plans_and_prune_plans_again()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        string model = folder.Write("f.tflite", DenseLayers());
        string planned = folder.At("p.tflite");

        string[] quantize = ["quantize", model, "--calibration", "random", "-o"];
        Assert.Contains("planned: arena ", ToolRun.Of([.. quantize, planned]).Output);
        Assert.DoesNotContain("planned: ", ToolRun.Of([.. quantize, folder.At("q.tflite"), "--no-plan"]).Output);
        Assert.True(OfflinePlanMetadata.Has(ModelDocument.Read(File.ReadAllBytes(planned)), 0));
        Assert.Null(ModelDocument.Read(File.ReadAllBytes(folder.At("q.tflite"))).Metadata);

        string pruned = folder.At("pruned.tflite");
        Assert.Equal(string.Empty, ToolRun.Of("prune", planned, "--sparsity", "0.2", "--pattern", "channel", "-o", pruned).Error);
        JsonElement found = Json("plan", pruned).GetProperty("subgraphs")[0];
        Assert.Equal(found.GetProperty("bestBytes").GetInt64(), found.GetProperty("ownBytes").GetInt64());
    }

    private static XElement[] Boxes(XElement svg)
    {
        return svg.Descendants().Where(element => ((string?)element.Attribute("class"))?.StartsWith("box ") == true).ToArray();
    }

    private static double Number(string text)
    {
        return double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
    }

    private static byte[] Loaded(TemporaryFolder folder, string output)
    {
        string code = File.ReadAllText(folder.At(output + "/MModel.cs"));
        string kernels = File.ReadAllText(folder.At(output + "/MModelKernels.cs"));
        return (byte[])GeneratedCode.Call(GeneratedCode.Compile(code, kernels), "EmbeddedModels.MModel", "Load");
    }

    /// <summary>
    /// Dense layers, which cannot lie over their inputs and whose outputs are in the proportions in which greedy does badly.
    /// </summary>
    private static byte[] DenseLayers()
    {
        const int Positions = 128;
        ModelBuilder builder = new ModelBuilder();
        System.Random random = new System.Random(1);
        int[] channels = [31, 24, 24, 32, 32, 4];
        int x = builder.Input("x", TensorType.Float32, [Positions, channels[0]]);
        for (int i = 1; i < channels.Length; i++)
        {
            float[] weights = Enumerable.Range(0, channels[i] * channels[i - 1]).Select(_ => (float)random.NextDouble() - 0.5f).ToArray();
            int filter = builder.Constant("w" + i, [channels[i], channels[i - 1]], weights);
            int bias = builder.Constant("b" + i, [channels[i]], new float[channels[i]]);
            int y = builder.Tensor("y" + i, TensorType.Float32, [Positions, channels[i]]);
            builder.Operator(BuiltinOperator.FullyConnected, Options.FullyConnected(), [x, filter, bias], [y]);
            x = y;
        }

        builder.Output(x);
        return builder.Build();
    }

    private static byte[] Keyword()
    {
        return File.ReadAllBytes(RepositoryFiles.At("models", "keyword", "keyword_int8.tflite"));
    }

    private static byte[] KeywordFloat()
    {
        return File.ReadAllBytes(RepositoryFiles.At("models", "keyword", "keyword_float.tflite"));
    }

    private static JsonElement Json(params string[] arguments)
    {
        ToolRun run = ToolRun.Of([.. arguments, "--json"]);
        Assert.Equal(string.Empty, run.Error);
        return JsonDocument.Parse(run.Output).RootElement;
    }
}
