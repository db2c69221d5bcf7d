// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.IO;
using System.Linq;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace TinyInterp.Tests.Tools;

/// <summary>Compiles and loads the C# that commands write, as a desktop app would.</summary>
internal static class GeneratedCode
{
    private static readonly Lazy<MetadataReference[]> _references = new Lazy<MetadataReference[]>(
        () => ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(File.Exists)
            .Select(file => (MetadataReference)MetadataReference.CreateFromFile(file))
            .ToArray());

    /// <summary>Compiles sources; the test fails where they do not compile.</summary>
    public static Assembly Compile(params string[] sources)
    {
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Generated" + Guid.NewGuid().ToString("N"),
            sources.Select(source => CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.CSharp10))),
            _references.Value,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        MemoryStream image = new MemoryStream();
        Microsoft.CodeAnalysis.Emit.EmitResult result = compilation.Emit(image);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics));
        return Assembly.Load(image.ToArray());
    }

    /// <summary>Calls a static method; what it throws comes out as it is.</summary>
    public static object Call(Assembly assembly, string type, string method, params object[] arguments)
    {
        return assembly.GetType(type, throwOnError: true)!
            .GetMethod(method, BindingFlags.Public | BindingFlags.Static)!
            .Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null)!;
    }

    /// <summary>A constant.</summary>
    public static object Constant(Assembly assembly, string type, string name)
    {
        return assembly.GetType(type, throwOnError: true)!.GetField(name)!.GetRawConstantValue()!;
    }
}
