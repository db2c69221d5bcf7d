// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.Json;
using System.Xml.Linq;
using Mono.Cecil;
using TinyInterp.DeviceBuild;
using TinyInterp.Golden;
using TinyInterp.Tests.DeviceBuild;
using TinyInterp.Tool;
using TinyInterp.Tool.Embed;
using Xunit;

namespace TinyInterp.Tests.Tools;

/// <summary>tinyinterp embed: what it writes is compiled as a board would get it, inspected, loaded and run.</summary>
public class EmbedTests
{
    /// <summary>Runs the embedded model once; the device's own code, so that both builds can compile it.</summary>
    private const string Driver = @"
        public static class Driver
        {
            public static void Run(sbyte[] input, sbyte[] output)
            {
                TinyInterp.MicroInterpreter interpreter = My.App.TinyKernels.NewInterpreter(My.App.Tiny.Load());
                System.Array.Copy(input, 0, interpreter.Input(0).Int8, interpreter.Input(0).Offset, input.Length);
                interpreter.Invoke();
                System.Array.Copy(interpreter.Output(0).Int8, interpreter.Output(0).Offset, output, 0, output.Length);
            }
        }";

    /// <summary>Stands in for the device's resources, which it reads from Data.</summary>
    private const string Resources = @"
        namespace System.Resources
        {
            public class ResourceManager
            {
                public static string Name;
                public ResourceManager(string baseName, System.Reflection.Assembly assembly) { Name = baseName; }
            }
        }

        namespace nanoFramework.Runtime.Native
        {
            public static class ResourceUtility
            {
                public static byte[] Data;
                public static int Largest;
                public static object GetObject(System.Resources.ResourceManager manager, System.Enum id, int offset, int length)
                {
                    Largest = System.Math.Max(Largest, length);
                    return System.Linq.Enumerable.ToArray(System.Linq.Enumerable.Take(System.Linq.Enumerable.Skip(Data, offset), length));
                }
            }
        }";

    [Theory]
    [InlineData("source")]
    [InlineData("resource")]
    public void A_board_can_take_the_code(string form)
    {
        using TemporaryFolder folder = new TemporaryFolder();
        string[] sources = Embed(folder, Padded(SourceForm.MaxModelBytes), "--form", form);

        using AssemblyDefinition assembly = AssemblyDefinition.ReadAssembly(
            new MemoryStream(DeviceSnippet.CompileApp(sources)), new ReaderParameters { AssemblyResolver = DeviceAssemblies.NewResolver() });

        IReadOnlyList<string> findings = DeviceInspector.Inspect(assembly);
        Assert.True(findings.Count == 0, string.Join("\n", findings));
        Assert.Empty(SignednessTraps.Find(assembly));
        Assert.Empty(DeviceApi.Load(RepositoryFiles.At("tools", "device-build", "api")).Missing(assembly));
        Assert.Equal(form == "source" ? SourceForm.MaxModelBytes : 0, DeviceInspector.StaticDataSize(assembly));
    }

    [Fact]
    public void The_source_form_runs_on_the_device_build()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        byte[] image = DeviceSnippet.CompileApp([.. Embed(folder, ToolModels.Dense()), Driver]);

        Assembly app = new DeviceLoadContext(DeviceLoadContext.DefaultFolder).LoadFromStream(new MemoryStream(image));

        RequireOutputs(app);
    }

    [Fact]
    public void The_source_form_runs_on_the_desktop()
    {
        using TemporaryFolder folder = new TemporaryFolder();

        RequireOutputs(GeneratedCode.Compile([.. Embed(folder, ToolModels.Dense()), Driver]));
    }

    [Fact]
    public void The_resource_form_reads_chunk_by_chunk()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        byte[] model = Padded(10_000);
        Assembly app = GeneratedCode.Compile([.. Embed(folder, model, "--form", "resource"), Resources]);
        Type utility = app.GetType("nanoFramework.Runtime.Native.ResourceUtility")!;
        utility.GetField("Data")!.SetValue(null, File.ReadAllBytes(folder.At("out/Tiny.bin")));

        Assert.Equal(model, (byte[])GeneratedCode.Call(app, "My.App.Tiny", "Load"));
        Assert.Equal(4096, (int)utility.GetField("Largest")!.GetValue(null)!);
        Assert.Equal("My.App.TinyResources", app.GetType("System.Resources.ResourceManager")!.GetField("Name")!.GetValue(null));

        byte[] changed = (byte[])model.Clone();
        changed[5000]++;
        utility.GetField("Data")!.SetValue(null, changed);
        RequireChecksumWrong(app);
        utility.GetField("Data")!.SetValue(null, model[..9000]);
        RequireChecksumWrong(app);
    }

    [Fact]
    public void The_table_of_resources_names_the_file_and_the_code_its_number()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        Embed(folder, ToolModels.Dense(), "--form", "resource");

        XElement data = XDocument.Load(folder.At("out/TinyResources.resx")).Root!.Element("data")!;

        Assert.Equal("Model", data.Attribute("name")!.Value);
        Assert.StartsWith("Tiny.bin;System.Byte[], mscorlib", data.Element("value")!.Value);
        Assert.Contains("Model = " + ResourceForm.IdOf("Model") + ",", File.ReadAllText(folder.At("out/Tiny.cs")));
    }

    /// <summary>Numbers that code generators for this class library have written into published projects.</summary>
    [Theory]
    [InlineData("String1", 1228)]
    [InlineData("small", 13070)]
    [InlineData("NinaB", 18060)]
    public void Numbers_of_resources_are_those_of_the_metadata_processor(string name, short id)
    {
        Assert.Equal(id, ResourceForm.IdOf(name));
    }

    [Theory]
    [InlineData(8_191)]
    [InlineData(8_192)]
    [InlineData(8_193)]
    [InlineData(20_001)]
    public void The_source_form_gives_back_every_byte(int length)
    {
        using TemporaryFolder folder = new TemporaryFolder();
        byte[] model = Padded(length);

        Assembly app = GeneratedCode.Compile(Embed(folder, model, "--no-resolver"));

        Assert.Equal(model, (byte[])GeneratedCode.Call(app, "My.App.Tiny", "Load"));
        Assert.Equal(length, GeneratedCode.Constant(app, "My.App.Tiny", "Length"));
    }

    [Fact]
    public void A_changed_lost_or_added_byte_is_noticed()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        string code = Embed(folder, ToolModels.Dense(), "--no-resolver").Single();
        foreach (string damaged in new[] { code.Replace(" 84, 70, 76, 51,", " 84, 70, 77, 51,"), code.Replace(" 84, 70, 76, 51,", " 84, 70, 76,"), code.Replace(" 84, 70, 76, 51,", " 84, 70, 76, 51, 0,") })
        {
            Assert.NotEqual(code, damaged);
            RequireChecksumWrong(GeneratedCode.Compile(damaged));
        }
    }

    [Fact]
    public void What_the_project_needs_is_listed()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        string model = folder.Write("tiny.tflite", ToolModels.Dense());

        JsonElement json = JsonDocument.Parse(
            ToolRun.Of("embed", model, "--out", folder.At("out"), "--form", "resource", "--json").Output).RootElement;

        string[] files = Strings(json, "files");
        Assert.Equal(["TinyModel.cs", "TinyModelKernels.cs", "TinyModel.bin", "TinyModelResources.resx"], files.Select(Path.GetFileName));
        Assert.All(files, file => Assert.True(File.Exists(file)));
        Assert.Equal(4, Directory.GetFileSystemEntries(folder.At("out")).Length);
        Assert.Contains("<EmbeddedResource Include=\"TinyModelResources.resx\" />", Strings(json, "projectLines"));
        Assert.Contains("nanoFramework.ResourceManager 1.2.32", Strings(json, "packages"));
        Assert.Contains("TinyInterp.Kernels.Neural", Strings(json, "packages"));

        ToolRun text = ToolRun.Of("embed", model, "--out", folder.At("other"));
        Assert.Contains("  <Compile Include=\"TinyModel.cs\" />\n  <Compile Include=\"TinyModelKernels.cs\" />\n", text.Output);
        Assert.DoesNotContain("ResourceManager", text.Output);
    }

    [Fact]
    public void What_is_too_large_is_refused_with_advice()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        string large = folder.Write("large.tflite", Padded(SourceForm.MaxModelBytes + 1));
        string huge = folder.Write("huge.tflite", Padded(ResourceForm.MaxModelBytes + 1));

        CommandLineTests.RequireOneLine(ToolRun.Of("embed", large, "--out", folder.At("out"), "--form", "source"), ExitCodes.Unsupported, "use --form resource");
        Assert.Contains("LargeModel.bin: " + (SourceForm.MaxModelBytes + 1) + " bytes", ToolRun.Of("embed", large, "--out", folder.At("as")).Output);
        CommandLineTests.RequireOneLine(
            ToolRun.Of("embed", huge, "--out", folder.At("out")), ExitCodes.Unsupported, "one array on a device");
        Assert.False(Directory.Exists(folder.At("out")));
    }

    [Fact]
    public void Errors_leave_nothing_behind()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        string model = folder.Write("m.tflite", ToolModels.Dense());
        string unsupported = folder.Write("u.tflite", ToolModels.Unsupported());
        string other = folder.Write("text", [1, 2, 3, 4]);

        CommandLineTests.RequireOneLine(ToolRun.Of("embed", unsupported, "--out", folder.At("out")), ExitCodes.Unsupported, "Mystery");
        CommandLineTests.RequireOneLine(ToolRun.Of("embed", other, "--out", folder.At("out")), ExitCodes.BadInput, "error 102");
        CommandLineTests.RequireOneLine(ToolRun.Of("embed", other, "--out", folder.At("out"), "--no-resolver"), ExitCodes.BadInput, "error 102");
        CommandLineTests.RequireOneLine(ToolRun.Of("embed", model, "--out", other), ExitCodes.BadInput, "the folder cannot be created");
        CommandLineTests.RequireOneLine(ToolRun.Of("embed", model), ExitCodes.BadInput, "--out");
        CommandLineTests.RequireOneLine(ToolRun.Of("embed", model, "--out", folder.At("out"), "--form", "tape"), ExitCodes.BadInput, "tape");
        Assert.Equal(["m.tflite", "text", "u.tflite"], Directory.GetFileSystemEntries(folder.At(".")).Select(Path.GetFileName).Order());
    }

    /// <summary>Embeds a model as My.App.Tiny.</summary>
    /// <returns>The sources.</returns>
    private static string[] Embed(TemporaryFolder folder, byte[] model, params string[] options)
    {
        ToolRun run = ToolRun.Of(
            new[] { "embed", folder.Write("m.tflite", model), "--out", folder.At("out"), "--namespace", "My.App", "--class", "Tiny" }
                .Concat(options).ToArray());
        Assert.Equal(string.Empty, run.Error);
        return Directory.GetFiles(folder.At("out"), "*.cs").Select(File.ReadAllText).ToArray();
    }

    /// <summary>A model with bytes behind it that are noise, and belong to nothing: readers go by offsets.</summary>
    private static byte[] Padded(int length)
    {
        byte[] model = ToolModels.Dense();
        byte[] padded = new byte[length];
        new Random(length).NextBytes(padded);
        model.CopyTo(padded, 0);
        return padded;
    }

    private static void RequireOutputs(Assembly app)
    {
        IModelSession session = Engines.Desktop.Load(ToolModels.Dense());
        sbyte[] input = [1, -2, 30, -40];
        session.SetInput(0, input.Select(x => (byte)x).ToArray(), 0);
        session.Invoke();
        sbyte[] output = new sbyte[2];

        GeneratedCode.Call(app, "Driver", "Run", input, output);

        Assert.Equal(session.GetOutput(0), output.Select(y => (byte)y));
    }

    private static void RequireChecksumWrong(Assembly app)
    {
        ModelException e = Assert.Throws<ModelException>(() => GeneratedCode.Call(app, "My.App.Tiny", "Load"));
        Assert.Equal(ErrorCode.ChecksumWrong, e.Code);
    }

    private static string[] Strings(JsonElement json, string property)
    {
        return json.GetProperty(property).EnumerateArray().Select(e => e.GetString()!).ToArray();
    }
}
