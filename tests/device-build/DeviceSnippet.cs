// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Mono.Cecil;
using TinyInterp.DeviceBuild;
using Xunit;

namespace TinyInterp.Tests.DeviceBuild;

/// <summary>Compiles small sources the way the device builds are compiled, to show the rules something to find.</summary>
internal static class DeviceSnippet
{
    private static readonly MetadataReference[] _stubs = Directory.GetFiles(DeviceAssemblies.StubFolder, "*.dll")
        .Select(file => (MetadataReference)MetadataReference.CreateFromFile(file))
        .ToArray();

    /// <summary>Compiles a source against the stubs; the test fails where it does not compile.</summary>
    public static AssemblyDefinition Compile(string source, bool optimize = true)
    {
        return Compile(source, _stubs, optimize);
    }

    /// <summary>Compiles a source that is its own class library.</summary>
    public static AssemblyDefinition CompileAlone(string source)
    {
        return Compile(source, new MetadataReference[0], optimize: true);
    }

    /// <summary>Compiles a source against .NET's class library, which has what the device lacks.</summary>
    public static AssemblyDefinition CompileAgainstDotnet(string source)
    {
        string folder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        MetadataReference[] references =
        {
            MetadataReference.CreateFromFile(typeof(object).Assembly.Location),
            MetadataReference.CreateFromFile(Path.Combine(folder, "System.Runtime.dll")),
        };
        return Compile(source, references, optimize: true);
    }

    /// <summary>Compiles an app's sources against the stubs and the device builds of the libraries.</summary>
    /// <returns>The assembly's bytes.</returns>
    public static byte[] CompileApp(params string[] sources)
    {
        IEnumerable<MetadataReference> libraries = DeviceAssemblies.Names
            .Select(name => MetadataReference.CreateFromFile(Path.Combine(DeviceAssemblies.Folder, name + ".dll")));
        return Emit(sources, _stubs.Concat(libraries).ToArray(), optimize: true).ToArray();
    }

    private static AssemblyDefinition Compile(string source, MetadataReference[] references, bool optimize)
    {
        return AssemblyDefinition.ReadAssembly(
            Emit(new[] { source }, references, optimize), new ReaderParameters { AssemblyResolver = DeviceAssemblies.NewResolver() });
    }

    private static MemoryStream Emit(string[] sources, MetadataReference[] references, bool optimize)
    {
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Snippet",
            sources.Select(source => CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.CSharp10))),
            references,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                optimizationLevel: optimize ? OptimizationLevel.Release : OptimizationLevel.Debug,
                allowUnsafe: true));
        MemoryStream image = new MemoryStream();
        Microsoft.CodeAnalysis.Emit.EmitResult result = compilation.Emit(
            image,
            options: new Microsoft.CodeAnalysis.Emit.EmitOptions(runtimeMetadataVersion: "v4.0.30319"));
        Assert.True(result.Success, string.Join("\n", result.Diagnostics));
        image.Position = 0;
        return image;
    }
}
