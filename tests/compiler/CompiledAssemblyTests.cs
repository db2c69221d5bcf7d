// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.IO;
using System.Linq;
using Mono.Cecil;
using TinyInterp.Compiler;
using TinyInterp.Compiler.Build;
using TinyInterp.DeviceBuild;
using TinyInterp.Golden;
using Xunit;

namespace TinyInterp.Tests.Compiler;

/// <summary>What the compiler writes is what a board can take: the inspector's rules, and no allocation that Invoke can reach.</summary>
public class CompiledAssemblyTests
{
    [Fact]
    public void The_keyword_model_passes_the_device_inspector()
    {
        Inspect(File.ReadAllBytes(RepositoryFiles.At("models", "keyword", "keyword_int8.tflite")));
    }

    [Theory]
    [InlineData("kws_ref_model.zip")]
    [InlineData("pretrainedResnet_quant.zip")]
    [InlineData("micro_speech_quantized.zip")]
    public void Large_models_pass_the_device_inspector(string zip)
    {
        using CaseSource source = CaseSource.Open(SharedFiles.Require("models", zip)).Single();
        Inspect(CaseReader.Read(source)[0].ReadModel());
    }

    private static void Inspect(byte[] model)
    {
        CompiledSource source = ModelCompiler.Compile(model, new CompileOptions("Inspected", "Net", "a model"));
        IReadOnlyList<byte[]> images = RoslynBuild.CompileEach(source, RoslynBuild.DeviceReferences);
        AssemblyDefinition[] assemblies = images.Select(image => AssemblyDefinition.ReadAssembly(
            new MemoryStream(image), new ReaderParameters { AssemblyResolver = DeviceAssemblies.NewResolver() })).ToArray();

        RequireNoAllocation(source);
        Assert.Equal(source.Assemblies.Count, assemblies.Length);
        foreach (AssemblyDefinition assembly in assemblies)
        {
            Assert.Empty(DeviceInspector.Inspect(assembly));
            Assert.All(
                assembly.MainModule.Types.SelectMany(type => type.Methods).Where(method => method.HasBody),
                method => Assert.InRange(method.Body.Variables.Count, 0, 250));
        }
    }

    /// <summary>Follows every call from Invoke, into the runtime and the kernels, as for an interpreter.</summary>
    private static void RequireNoAllocation(CompiledSource source)
    {
        byte[] image = RoslynBuild.Compile("Whole", source, RoslynBuild.DeviceReferences);
        AssemblyDefinition compiled = AssemblyDefinition.ReadAssembly(
            new MemoryStream(image), new ReaderParameters { AssemblyResolver = DeviceAssemblies.NewResolver() });

        IReadOnlyList<string> findings = InvokeAllocations.Find(
            DeviceAssemblies.Names.Select(DeviceAssemblies.Read).Append(compiled).ToArray(), source.FullClassName + "::Invoke", out int reached);

        Assert.Empty(findings);
        Assert.InRange(reached, source.Layers.Sum(layer => layer.Classes.Count) + 1, int.MaxValue);
    }
}
