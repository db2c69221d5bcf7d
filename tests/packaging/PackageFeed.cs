// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Xml.Linq;
using Xunit;

namespace TinyInterp.Tests.Packaging;

/// <summary>All packages, made of what the tests were built with, in a folder that serves as the only source.</summary>
public sealed class PackageFeed : IDisposable
{
    private readonly TemporaryFolder _folder = new TemporaryFolder();

    /// <summary>Packs everything and installs the templates.</summary>
    public PackageFeed()
    {
        DotnetRun run = Pack(RepositoryFiles.At("TinyInterp.slnx"), Folder);
        Output = run.All;
        Assert.True(run.ExitCode == 0, Output);

        // Nothing may come from a source that the machine knows, nor from what it has cached.
        File.WriteAllText(At("nuget.config"), $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{At("cache")}" /></config>
              <packageSources><clear /><add key="local" value="{Folder}" /></packageSources>
            </configuration>
            """);
        DotnetRun install = Dotnet(At("."), "new", "install", Path.Combine(Folder, "TinyInterp.Templates." + Version + ".nupkg"));
        Assert.True(install.ExitCode == 0, install.All);
    }

    /// <summary>What packing printed.</summary>
    public string Output { get; }

    /// <summary>The folder of the packages.</summary>
    public string Folder => At("feed");

    /// <summary>The version of the libraries' packages without the device half.</summary>
    public static string LibraryVersion => Version + "-desktop";

    /// <summary>The version of everything else.</summary>
    public static string Version { get; } = XDocument.Load(RepositoryFiles.At("Directory.Build.props")).Descendants("VersionPrefix").Single().Value;

    /// <summary>A path beside the feed, below its nuget.config.</summary>
    public string At(string name)
    {
        return _folder.At(name);
    }

    /// <summary>
    /// Runs dotnet below the feed's nuget.config, with a home of its own: templates and tools that the user has installed are not to be seen, and
    /// none of those that the tests install stays.
    /// </summary>
    internal DotnetRun Dotnet(string folder, params string[] arguments)
    {
        return DotnetRun.Of("dotnet", folder, Environment, arguments);
    }

    /// <summary>Runs an installed tool.</summary>
    internal DotnetRun Tool(string path, params string[] arguments)
    {
        return DotnetRun.Of(path, At("."), Environment, arguments);
    }

    private Dictionary<string, string> Environment => new()
    {
        ["DOTNET_CLI_HOME"] = At("home"),
        ["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false",
        ["DOTNET_ADD_GLOBAL_TOOLS_TO_PATH"] = "false",
    };

    /// <summary>Packs what the tests' build has already built.</summary>
    /// <param name="project">A project or the solution.</param>
    /// <param name="folder">Where the packages go.</param>
    /// <param name="properties">Further arguments.</param>
    internal static DotnetRun Pack(string project, string folder, params string[] properties)
    {
        // bin/CONFIGURATION/net10.0
        string configuration = Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)))!;
        return DotnetRun.In(
            RepositoryFiles.Root, ["pack", project, "--no-build", "-c", configuration, "-o", folder, "-m:1", "-nodeReuse:false", .. properties]);
    }

    /// <summary>The names of the files in a package, without what every package has.</summary>
    public static string[] Files(string package)
    {
        using ZipArchive archive = ZipFile.OpenRead(package);
        return archive.Entries.Select(entry => entry.FullName)
            .Where(name => !name.StartsWith("_rels/") && !name.StartsWith("package/") && name != "[Content_Types].xml" && !name.EndsWith(".nuspec"))
            .Order(StringComparer.Ordinal)
            .ToArray();
    }

    /// <summary>
    /// A package's dependencies by target framework, as name and version. NuGet writes netnano1.0 as .NETnanoFramework1.0.
    /// </summary>
    public static Dictionary<string, string[]> Dependencies(string package)
    {
        using ZipArchive archive = ZipFile.OpenRead(package);
        using Stream stream = archive.Entries.Single(entry => entry.FullName.EndsWith(".nuspec")).Open();
        return XDocument.Load(stream).Descendants().Where(element => element.Name.LocalName == "group").ToDictionary(
            group => (string)group.Attribute("targetFramework")!,
            group => group.Elements().Select(d => (string?)d.Attribute("id") + " " + (string?)d.Attribute("version")).Order(StringComparer.Ordinal).ToArray());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _folder.Dispose();
    }
}
