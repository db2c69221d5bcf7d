// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using TinyInterp.DeviceBuild;

namespace TinyInterp.Compiler.Build;

/// <summary>Compiles generated C# in memory, as the device's project would.</summary>
public static class RoslynBuild
{
    /// <summary>What code for the desktop refers to: the running .NET and this program's TinyInterp libraries.</summary>
    public static IReadOnlyList<string> DesktopReferences { get; } = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator)
        .Where(path => Path.GetFileName(path) is "System.Private.CoreLib.dll" or "System.Runtime.dll" || Path.GetFileName(path).StartsWith("TinyInterp", StringComparison.Ordinal))
        .ToArray();

    /// <summary>What code for a device refers to: the device builds beside this program and the stubs they were built against.</summary>
    public static IReadOnlyList<string> DeviceReferences { get; } = Directory.GetFiles(DeviceAssemblies.StubFolder, "*.dll")
        .Concat(Directory.GetFiles(DeviceAssemblies.Folder, "TinyInterp*.dll"))
        .ToArray();

    /// <summary>Compiles a model's sources to one assembly, as on a desktop, where an assembly may be of any size.</summary>
    public static byte[] Compile(string name, CompiledSource source, IReadOnlyList<string> references)
    {
        return Compile(name, source.Assemblies.SelectMany(assembly => assembly.Files).Select(file => file.Text), references);
    }

    /// <summary>Compiles a model's assemblies one by one, as a device gets them.</summary>
    public static IReadOnlyList<byte[]> CompileEach(CompiledSource source, IReadOnlyList<string> references)
    {
        List<byte[]> images = new();
        foreach (SourceAssembly assembly in source.Assemblies)
        {
            images.Add(Compile(assembly.Name, assembly.Files.Select(file => file.Text), references, images.ToArray()));
        }

        return images;
    }

    /// <summary>Compiles sources to an assembly.</summary>
    /// <param name="name">Name of the assembly.</param>
    /// <param name="sources">The sources.</param>
    /// <param name="references">Paths of referenced assemblies.</param>
    /// <param name="images">Referenced assemblies that are only in memory.</param>
    /// <returns>The assembly's bytes.</returns>
    /// <exception cref="InvalidOperationException">The sources do not compile: a defect of the compiler.</exception>
    public static byte[] Compile(string name, IEnumerable<string> sources, IEnumerable<string> references, IEnumerable<byte[]>? images = null)
    {
        CSharpCompilation compilation = CSharpCompilation.Create(
            name,
            sources.Select(source => CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.CSharp10))),
            references.Select(path => (MetadataReference)MetadataReference.CreateFromFile(path))
                .Concat((images ?? []).Select(image => MetadataReference.CreateFromImage(image))),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, deterministic: true));
        MemoryStream image = new MemoryStream();
        EmitResult result = compilation.Emit(image, options: new EmitOptions(runtimeMetadataVersion: "v4.0.30319"));
        if (!result.Success)
        {
            throw new InvalidOperationException(
                "generated code does not compile: " + result.Diagnostics.First(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        }

        return image.ToArray();
    }
}
