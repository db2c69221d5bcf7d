// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Xml.Linq;
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

    /// <summary>Every stub of a class library.</summary>
    public static TheoryData<string> Stubs()
    {
        return new TheoryData<string>(DeviceAssemblies.StubNames);
    }

    [Fact]
    public void Every_device_project_has_a_device_build()
    {
        Assert.Equal(
            DeviceProjects().Select(Path.GetFileNameWithoutExtension).OrderBy(name => name, StringComparer.Ordinal),
            DeviceAssemblies.Names);
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
    public void What_it_uses_its_nfproj_refers_to(string library)
    {
        using AssemblyDefinition assembly = DeviceAssemblies.Read(library);
        XDocument project = XDocument.Load(DeviceProjects().Single(file => Path.GetFileNameWithoutExtension(file) == library));
        IEnumerable<string> referred = project.Descendants()
            .Where(element => element.Name.LocalName is "Reference" or "ProjectReference")
            .Select(element => element.Attribute("Include")!.Value)
            .Select(include => include.EndsWith(".nfproj", StringComparison.Ordinal)
                ? Path.GetFileNameWithoutExtension(include.Replace('\\', '/'))
                : include);

        Assert.Empty(assembly.MainModule.AssemblyReferences.Select(reference => reference.Name).Except(referred));
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void It_loads_on_dotnet(string library)
    {
        DeviceLoadContext context = new DeviceLoadContext(DeviceAssemblies.Folder, canUnload: true);

        // What only a board has, such as pins, is resolved against its stub.
        context.Resolving += (_, name) => context.LoadFromAssemblyPath(Path.Combine(DeviceAssemblies.StubFolder, name.Name + ".dll"));
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
    [MemberData(nameof(Stubs))]
    public void Every_stub_member_is_one_the_device_has(string stub)
    {
        DeviceApi api = DeviceApi.Load(RepositoryFiles.At("tools", "device-build", "api"));
        using AssemblyDefinition assembly = AssemblyDefinition.ReadAssembly(Path.Combine(DeviceAssemblies.StubFolder, stub + ".dll"));

        Assert.Contains(assembly.MainModule.Types, type => type.IsPublic);
        IReadOnlyList<string> unlisted = api.Unlisted(assembly, stub);
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
            api.Unlisted(assembly, "mscorlib").OrderBy(line => line, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("T:System.FlagsAttribute class : System.Attribute", "namespace System { public class FlagsAttribute : Attribute { } }")]
    [InlineData(
        "T:System.FlagsAttribute class : System.Attribute [AttributeUsage(4)]",
        "namespace System { [AttributeUsage(AttributeTargets.Class)] public class FlagsAttribute : Attribute { } }")]
    [InlineData(
        "M:System.Diagnostics.Debug.WriteLine(System.String) static System.Void",
        "namespace System.Diagnostics { public static class Debug { public static void WriteLine(string message) { } } }")]
    [InlineData("T:System.Threading.ThreadState enum", "namespace System.Threading { public enum ThreadState { } }")]
    [InlineData("T:System.Threading.Thread class", "namespace System.Threading { public class Thread { private Thread() { } } }")]
    [InlineData("T:System.Environment static class", "namespace System { public static class Environment { } }")]
    public void A_stub_laxer_than_the_device_is_found(string unlisted, string source)
    {
        DeviceApi api = DeviceApi.Load(RepositoryFiles.At("tools", "device-build", "api"));
        using AssemblyDefinition assembly = DeviceSnippet.Compile("using System;\n" + source);

        Assert.Contains(unlisted, api.Unlisted(assembly, "mscorlib"));
    }

    [Fact]
    public void A_default_that_the_device_does_not_have_is_found()
    {
        DeviceApi api = DeviceApi.Load(RepositoryFiles.At("tools", "device-build", "api"));
        using AssemblyDefinition assembly = DeviceSnippet.Compile(@"
            namespace System.IO.Ports
            {
                public enum Parity { None } public enum StopBits { One = 1 }
                public sealed class SerialPort
                {
                    public SerialPort(string p, int baudRate = 9600, Parity parity = Parity.None, int dataBits = 8, StopBits stopBits = StopBits.One) { }
                    public SerialPort(string p, int baudRate = 19200) { }
                }
            }");

        Assert.Equal(
            new[] { "M:System.IO.Ports.SerialPort.#ctor(System.String,System.Int32 = 19200) System.Void" },
            api.Unlisted(assembly, "System.IO.Ports"));
    }

    /// <summary>Every .nfproj of the repository.</summary>
    private static IEnumerable<string> DeviceProjects()
    {
        return RepositoryFiles.All("*.nfproj").Select(project => RepositoryFiles.At(project));
    }
}
