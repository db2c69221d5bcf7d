// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using TinyInterp.DeviceBuild;

namespace TinyInterp.Compiler.Output;

/// <summary>
/// The projects of a compiled model's assemblies, a folder each: a .nfproj with its packages.config for a device, and a .csproj for the desktop.
/// </summary>
public static class ProjectFiles
{
    private const string Guids = "{11A8DD76-328B-46DF-9F39-F559912D0360};{FAE04EC0-301F-11D3-BF4B-00C04F79EFBC}";
    private const string PackageFolder = @"..\..\packages\";

    private static readonly DevicePackage[] _packages = [DevicePackage.Of("mscorlib"), DevicePackage.Of("System.Math")];

    /// <summary>All files of a compiled model, by their paths below the output folder.</summary>
    /// <param name="source">The compiled model.</param>
    /// <param name="version">Version of the TinyInterp packages.</param>
    public static IReadOnlyList<(string Path, string Text)> Of(CompiledSource source, string version)
    {
        List<(string, string)> files = new();
        for (int i = 0; i < source.Assemblies.Count; i++)
        {
            SourceAssembly assembly = source.Assemblies[i];
            string[] others = source.Assemblies.Take(i).Select(other => other.Name).ToArray();
            files.AddRange(assembly.Files.Select(file => (assembly.Name + "/" + file.Name, file.Text)));
            files.Add((assembly.Name + "/" + assembly.Name + ".nfproj", Device(assembly, others, source.References, version)));
            files.Add((assembly.Name + "/packages.config", Packages(source.References, version)));
            files.Add((assembly.Name + "/" + assembly.Name + ".csproj", Desktop(assembly, others, source.References)));
        }

        return files;
    }

    private static string Device(SourceAssembly assembly, string[] others, IReadOnlyList<string> references, string version)
    {
        StringBuilder text = new StringBuilder();
        text.Append("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
        text.Append("<Project ToolsVersion=\"Current\" DefaultTargets=\"Build\" xmlns=\"http://schemas.microsoft.com/developer/msbuild/2003\">\n");
        text.Append("  <PropertyGroup Label=\"Globals\">\n");
        text.Append("    <NanoFrameworkProjectSystemPath>$(MSBuildExtensionsPath)\\nanoFramework\\v1.0\\</NanoFrameworkProjectSystemPath>\n");
        text.Append("  </PropertyGroup>\n");
        Import(text, "NFProjectSystem.Default.props");
        text.Append("  <PropertyGroup>\n");
        foreach ((string name, string value) in new[]
        {
            ("ProjectTypeGuids", Guids), ("ProjectGuid", Guid(assembly.Name)), ("OutputType", "Library"), ("RootNamespace", assembly.Name),
            ("AssemblyName", assembly.Name), ("TargetFrameworkVersion", "v1.0"), ("LangVersion", "10"),
            ("DefineConstants", "$(DefineConstants);NANOFRAMEWORK_1_0"),
        })
        {
            text.Append("    <").Append(name).Append('>').Append(value).Append("</").Append(name).Append(">\n");
        }

        text.Append("  </PropertyGroup>\n");
        Import(text, "NFProjectSystem.props");
        Items(text, assembly.Files.Select(file => "<Compile Include=\"" + file.Name + "\" />"));
        Items(text, ["<None Include=\"packages.config\" />"]);
        Items(text, _packages.Select(package => Reference(package.Assembly, package.Id + "." + package.Version))
            .Concat(references.Select(reference => Reference(reference, reference + "." + version))));
        Items(text, others.Select(other => "<ProjectReference Include=\"..\\" + other + "\\" + other + ".nfproj\" />"));
        Import(text, "NFProjectSystem.CSharp.targets");
        text.Append("  <ProjectExtensions>\n    <ProjectCapabilities>\n      <ProjectConfigurationsDeclaredAsItems />\n");
        text.Append("    </ProjectCapabilities>\n  </ProjectExtensions>\n</Project>\n");
        return text.ToString();
    }

    private static string Packages(IReadOnlyList<string> references, string version)
    {
        IEnumerable<string> lines = _packages.Select(package => (package.Id, package.Version)).Concat(references.Select(reference => (reference, version)))
            .Select(package => "  <package id=\"" + package.Item1 + "\" version=\"" + package.Item2 + "\" targetFramework=\"netnano1.0\" />\n");
        return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<packages>\n" + string.Concat(lines) + "</packages>\n";
    }

    private static string Desktop(SourceAssembly assembly, string[] others, IReadOnlyList<string> references)
    {
        StringBuilder text = new StringBuilder();
        text.Append("<Project Sdk=\"Microsoft.NET.Sdk\">\n\n");
        text.Append("  <!-- TinyInterpFolder is where the TinyInterp assemblies are: dotnet build -p:TinyInterpFolder=... -->\n");
        text.Append("  <PropertyGroup>\n    <TargetFramework>net10.0</TargetFramework>\n    <LangVersion>10</LangVersion>\n");
        text.Append("    <NoWarn>$(NoWarn);CS1591</NoWarn>\n  </PropertyGroup>\n\n");
        Items(text, references.Select(reference =>
            "<Reference Include=\"" + reference + "\" HintPath=\"$(TinyInterpFolder)/" + reference + ".dll\" />"));
        Items(text, others.Select(other => "<ProjectReference Include=\"../" + other + "/" + other + ".csproj\" />"));
        text.Append("</Project>\n");
        return text.ToString();
    }

    private static void Import(StringBuilder text, string file)
    {
        string path = "$(NanoFrameworkProjectSystemPath)" + file;
        text.Append("  <Import Project=\"").Append(path).Append("\" Condition=\"Exists('").Append(path).Append("')\" />\n");
    }

    private static void Items(StringBuilder text, IEnumerable<string> items)
    {
        string[] lines = items.ToArray();
        if (lines.Length != 0)
        {
            text.Append("  <ItemGroup>\n").Append(string.Concat(lines.Select(line => "    " + line + "\n"))).Append("  </ItemGroup>\n");
        }
    }

    private static string Reference(string assembly, string package)
    {
        return "<Reference Include=\"" + assembly + "\"><HintPath>" + PackageFolder + package + "\\lib\\" + assembly + ".dll</HintPath></Reference>";
    }

    /// <summary>The same for the same name, so that the same model gives the same files.</summary>
    private static string Guid(string name)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(name));
        return new Guid(hash.AsSpan(0, 16)).ToString("B").ToUpperInvariant();
    }
}
