// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using Mono.Cecil;
using TinyInterp.DeviceBuild;
using TinyInterp.Golden;
using Xunit;

namespace TinyInterp.Tests.DeviceBuild;

/// <summary>The libraries as a board gets them: small enough, nothing in them that nanoCLR lacks, and loadable on .NET.</summary>
public class DeviceAssemblyTests
{
    /// <summary>Every library with a device build.</summary>
    public static TheoryData<string> Libraries()
    {
        return new TheoryData<string>(DeviceAssemblies.Names);
    }

    [Fact]
    public void Every_device_project_has_a_device_build()
    {
        IEnumerable<string> projects = new[] { RepositoryFiles.At("TinyInterp.nfproj") }
            .Concat(new[]
                {
                    "kernels", "signal", "keyword", "boards/common", "boards/keyword-app", "boards/keyword-clips", "boards/native",
                    "boards/selftest",
                }
                .Select(folder => RepositoryFiles.At(folder))
                .Where(Directory.Exists)
                .SelectMany(folder => Directory.GetFiles(folder, "*.nfproj", SearchOption.AllDirectories)))
            .Select(Path.GetFileNameWithoutExtension)
            .OrderBy(name => name, StringComparer.Ordinal);

        Assert.Equal(projects, DeviceAssemblies.Names);
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void A_board_can_take_it(string library)
    {
        using AssemblyDefinition assembly = DeviceAssemblies.Read(library);

        Assert.True(DeviceInspector.BytecodeSize(assembly) > 0, library + " holds no code: its device project compiles nothing.");
        IReadOnlyList<string> findings = DeviceInspector.Inspect(assembly);
        Assert.True(findings.Count == 0, string.Join("\n", findings));
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void It_refers_only_to_device_assemblies(string library)
    {
        using AssemblyDefinition assembly = DeviceAssemblies.Read(library);
        IEnumerable<string> known = DeviceAssemblies.Names.Concat(new[] { "mscorlib", "System.Math", "nanoFramework.Runtime.Native" });

        Assert.Empty(assembly.MainModule.AssemblyReferences.Select(reference => reference.Name).Except(known));
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void It_loads_on_dotnet(string library)
    {
        DeviceLoadContext context = new DeviceLoadContext(DeviceAssemblies.Folder, canUnload: true);
        try
        {
            Assembly assembly = context.LoadFromAssemblyName(new AssemblyName(library));

            // Resolves every base type, interface and signature against .NET's own core library.
            foreach (Type type in assembly.GetTypes())
            {
                type.GetMembers(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static);
            }

            Assert.StartsWith(DeviceAssemblies.Folder, assembly.Location);
        }
        finally
        {
            context.Unload();
        }
    }

    [Theory]
    [InlineData("mscorlib")]
    [InlineData("System.Math")]
    [InlineData("nanoFramework.Runtime.Native")]
    public void Every_stub_member_is_one_the_device_has(string stub)
    {
        DeviceApi api = DeviceApi.Load(RepositoryFiles.At("tools", "device-build", "api"));
        using AssemblyDefinition assembly = AssemblyDefinition.ReadAssembly(Path.Combine(DeviceAssemblies.StubFolder, stub + ".dll"));

        Assert.Contains(assembly.MainModule.Types, type => type.IsPublic);
        IReadOnlyList<string> unlisted = api.Unlisted(assembly);
        Assert.True(unlisted.Count == 0, string.Join("\n", unlisted));
    }

    [Fact]
    public void A_stub_member_the_device_lacks_is_found()
    {
        DeviceApi api = DeviceApi.Load(RepositoryFiles.At("tools", "device-build", "api"));
        using AssemblyDefinition assembly = DeviceSnippet.CompileAlone(@"
            namespace System
            {
                public class Object { public virtual string ToString() { throw null; } public void Fly() { } }
                public abstract class ValueType { }
                public struct Void { }
                public struct Int32 { public const int MaxValue = 5; public static int Parse(string s, int radix) { throw null; } }
                public struct Byte { public static byte[] F; public static bool TryParse(ref string s, out byte b) { throw null; } }
                public struct Boolean { }
                public class String { }
                public class Exception { }
                public class Half { private void Hidden() { } internal void Inside() { } protected internal void Seen() { } }
            }");

        Assert.Equal(
            new[]
            {
                "F:System.Byte.F System.Byte[]",
                "F:System.Int32.MaxValue System.Int32 = 5",
                "M:System.Byte.TryParse(System.String&,out System.Byte&) static System.Boolean",
                "M:System.Half.#ctor() System.Void",
                "M:System.Half.Seen() System.Void",
                "M:System.Int32.Parse(System.String,System.Int32) static System.Int32",
                "M:System.Object.Fly() System.Void",
                "M:System.String.#ctor() System.Void",
                "T:System.Half class",
                "T:System.String class",
            },
            api.Unlisted(assembly).OrderBy(line => line, StringComparer.Ordinal));
    }
}
