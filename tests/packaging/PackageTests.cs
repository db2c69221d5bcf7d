// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Xml.Linq;
using TinyInterp.DeviceBuild;
using Xunit;

namespace TinyInterp.Tests.Packaging;

/// <summary>What is in the packages, and that they work for someone who has nothing else.</summary>
public class PackageTests : IClassFixture<PackageFeed>
{
    private const string Neural = "TinyInterp.Kernels.Neural";

    private readonly PackageFeed _feed;

    public PackageTests(PackageFeed feed)
    {
        _feed = feed;
    }

    [Fact]
    public void There_is_a_package_for_each_library_the_tool_and_the_templates()
    {
        IEnumerable<string> expected = Libraries().Select(project => ProjectName(project) + "." + PackageFeed.LibraryVersion)
            .Append("TinyInterp.Tool." + PackageFeed.Version)
            .Append("TinyInterp.Templates." + PackageFeed.Version);

        Assert.Equal(
            expected.Order(StringComparer.Ordinal),
            Directory.GetFiles(_feed.Folder, "*.nupkg").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_library_of_kernels_becomes_a_package()
    {
        Assert.Empty(Directory.GetFiles(RepositoryFiles.At("kernels"), "*.csproj", SearchOption.AllDirectories).Except(Libraries()));
        Assert.Contains(RepositoryFiles.At("nf-runtime", "TinyInterp.csproj"), Libraries());
    }

    [Fact]
    public void A_library_without_the_device_half_says_so_and_has_code_documentation_symbols_and_its_dependencies()
    {
        foreach (string project in Libraries())
        {
            string name = ProjectName(project);
            string package = Path.Combine(_feed.Folder, name + "." + PackageFeed.LibraryVersion);

            Assert.Contains(name + " " + PackageFeed.LibraryVersion + ": the desktop half alone", _feed.Output, StringComparison.Ordinal);
            Assert.Equal(["README.md", "icon.png", "lib/net10.0/" + name + ".dll", "lib/net10.0/" + name + ".xml"], PackageFeed.Files(package + ".nupkg"));
            Assert.Equal(["lib/net10.0/" + name + ".pdb"], PackageFeed.Files(package + ".snupkg"));
            KeyValuePair<string, string[]> group = Assert.Single(PackageFeed.Dependencies(package + ".nupkg"));
            Assert.Equal("net10.0", group.Key);
            Assert.Equal(OwnDependencies(project, PackageFeed.LibraryVersion), group.Value);
        }
    }

    [Fact]
    public void With_nanoFrameworks_output_a_package_serves_both_worlds()
    {
        string device = FakeDeviceOutput("device-output");
        string folder = _feed.At("both");

        DotnetRun run = PackageFeed.Pack(ProjectOf(Neural), folder, "-p:DeviceOutput=" + device);

        Assert.True(run.ExitCode == 0, run.All);
        Assert.DoesNotContain("the desktop half alone", run.Output, StringComparison.Ordinal);
        string package = Path.Combine(folder, Neural + "." + PackageFeed.Version + ".nupkg");
        Assert.Equal(
            new[] { "dll", "pdbx", "pe", "xml" }.Select(extension => "lib/netnano1.0/" + Neural + "." + extension),
            PackageFeed.Files(package).Where(file => file.StartsWith("lib/netnano1.0/", StringComparison.Ordinal)));
        Dictionary<string, string[]> dependencies = PackageFeed.Dependencies(package);
        string[] own = OwnDependencies(ProjectOf(Neural), PackageFeed.Version);
        Assert.Equal(own, dependencies["net10.0"]);
        Assert.Equal(own.Concat(DevicePackages(Path.Combine(Path.GetDirectoryName(ProjectOf(Neural))!, "packages.config"))).Order(StringComparer.Ordinal), dependencies[".NETnanoFramework1.0"]);
    }

    [Fact]
    public void Assemblies_built_against_stubs_never_enter_a_package()
    {
        // The device build's own output has no .pe files.
        DotnetRun bare = PackageFeed.Pack(ProjectOf(Neural), _feed.At("refused"), "-p:DeviceOutput=" + DeviceAssemblies.Folder);
        Assert.NotEqual(0, bare.ExitCode);
        Assert.Contains(Neural + ".pe is missing", bare.All, StringComparison.Ordinal);

        // Nor do they get in beside files of the right names.
        string device = FakeDeviceOutput("mixed-output");
        File.Copy(Path.Combine(DeviceAssemblies.Folder, Neural + ".dll"), Path.Combine(device, Neural + ".dll"), overwrite: true);
        DotnetRun mixed = PackageFeed.Pack(ProjectOf(Neural), _feed.At("refused"), "-p:DeviceOutput=" + device);
        Assert.NotEqual(0, mixed.ExitCode);
        Assert.Contains("was not built by nanoFramework", mixed.All, StringComparison.Ordinal);

        Assert.False(Directory.Exists(_feed.At("refused")) && Directory.GetFiles(_feed.At("refused"), "*.nupkg").Length != 0);
        Assert.All(
            Directory.GetFiles(_feed.Folder, "*.nupkg").Where(file => !Path.GetFileName(file).StartsWith("TinyInterp.Tool.", StringComparison.Ordinal)),
            file => Assert.DoesNotContain(PackageFeed.Files(file), name => name.Contains("netnano", StringComparison.Ordinal) || name.Contains("/device", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_new_project_runs_a_model_with_nothing_but_the_packages()
    {
        string app = _feed.At("app");
        Directory.CreateDirectory(app);
        foreach (string source in Directory.GetFiles(RepositoryFiles.At("samples", "hello-world"), "*.cs"))
        {
            File.Copy(source, Path.Combine(app, Path.GetFileName(source)));
        }

        File.WriteAllText(Path.Combine(app, "app.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="{Neural}" Version="{PackageFeed.LibraryVersion}" />
              </ItemGroup>
            </Project>
            """);

        DotnetRun run = _feed.Dotnet(app, "run");

        Assert.True(run.ExitCode == 0, run.All);
        Assert.Equal(DotnetRun.OfSample("HelloWorld").Output, run.Output);
    }

    [Fact]
    public void The_tool_installs_and_works_from_any_folder()
    {
        string tools = _feed.At("tools");

        DotnetRun install = _feed.Dotnet(_feed.At("."), "tool", "install", "TinyInterp.Tool", "--tool-path", tools);
        Assert.True(install.ExitCode == 0, install.All);

        string model = RepositoryFiles.At("models", "sine", "sine_int8.tflite");
        string tool = Path.Combine(tools, "tinyinterp");
        DotnetRun inspect = _feed.Tool(tool, "inspect", model, "--json");
        Assert.True(inspect.ExitCode == 0, inspect.All);
        Assert.Contains("FULLY_CONNECTED", inspect.Output, StringComparison.Ordinal);

        // The meter needs the device builds that the tool brings along.
        DotnetRun profile = _feed.Tool(tool, "profile", model);
        Assert.True(profile.ExitCode == 0, profile.All);
        Assert.Contains("units/MAC", profile.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_template_makes_an_app_that_runs()
    {
        string app = NewFromTemplate("Sine");

        DotnetRun run = _feed.Dotnet(app, "run", "--project", "desktop");

        Assert.True(run.ExitCode == 0, run.All);
        Assert.Equal(DotnetRun.OfSample("HelloWorld").Output, run.Output);
        Assert.Equal(
            ["Program.cs", "README.md", "Sine.nfproj", "SineModel.cs", "SineModelKernels.cs", "SinePlot.cs", "packages.config"],
            Directory.GetFiles(app).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        RequireDeviceProject(Path.Combine(app, "Sine.nfproj"));
    }

    [Fact]
    public void The_template_embeds_a_given_model_and_embeds_it_again_when_it_changes()
    {
        string model = _feed.At("given.tflite");
        File.Copy(RepositoryFiles.At("models", "gestures", "gestures_int8.tflite"), model, overwrite: true);
        string app = NewFromTemplate("Given", "--model", model);

        DotnetRun run = _feed.Dotnet(app, "run", "--project", "desktop");
        Assert.True(run.ExitCode == 0, run.All);
        Assert.Contains("output 3: ", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("output 4: ", run.Output, StringComparison.Ordinal);

        // Another model of the same name, and a moment later, as a training would leave it.
        File.Copy(RepositoryFiles.At("models", "sine", "sine_int8.tflite"), model, overwrite: true);
        File.SetLastWriteTimeUtc(model, DateTime.UtcNow.AddSeconds(2));
        DotnetRun again = _feed.Dotnet(app, "run", "--project", "desktop");
        Assert.True(again.ExitCode == 0, again.All);
        Assert.DoesNotContain("output 1: ", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_template_says_which_model_is_missing()
    {
        string app = NewFromTemplate("Missing", "--model", "nowhere.tflite");

        DotnetRun run = _feed.Dotnet(app, "build", "desktop", "-nodeReuse:false");

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("There is no model", run.All, StringComparison.Ordinal);
        Assert.Contains("nowhere.tflite", run.All, StringComparison.Ordinal);
    }

    /// <summary>An app made by the template, as a stranger would make it.</summary>
    private string NewFromTemplate(string name, params string[] arguments)
    {
        DotnetRun create = _feed.Dotnet(_feed.At("."), ["new", "tinyinterp", "-o", name, .. arguments]);
        Assert.True(create.ExitCode == 0, create.All);
        return _feed.At(name);
    }

    /// <summary>Its files are there, and its packages are those of this version and of the repository's own projects.</summary>
    private static void RequireDeviceProject(string project)
    {
        string folder = Path.GetDirectoryName(project)!;
        XElement root = XDocument.Load(project).Root!;
        string[] Values(string element) => root.Descendants().Where(e => e.Name.LocalName == element).Select(e => (string?)e.Attribute("Include") ?? e.Value).ToArray();

        Assert.All(Values("Compile"), file => Assert.True(File.Exists(Path.Combine(folder, file)), file));
        Assert.True(Guid.TryParse(Values("ProjectGuid").Single(), out _));
        string[] packages = DevicePackages(Path.Combine(folder, "packages.config"));
        Assert.Equal(
            packages.Select(package => package.Replace(' ', '.')).Order(StringComparer.Ordinal),
            Values("HintPath").Select(path => path.Split('\\')[1]).Order(StringComparer.Ordinal));
        Assert.Empty(DevicePackages(RepositoryFiles.At("samples", "hello-world", "packages.config")).Except(packages));
        Assert.Contains(Neural + " " + PackageFeed.LibraryVersion, packages);
    }

    /// <summary>Files with the names, and the marks, of nanoFramework's output.</summary>
    private string FakeDeviceOutput(string name)
    {
        string folder = _feed.At(name);
        Directory.CreateDirectory(folder);
        byte[] token = [0xC0, 0x7D, 0x48, 0x1E, 0x97, 0x58, 0xC7, 0x31];
        File.WriteAllBytes(Path.Combine(folder, Neural + ".dll"), [.. Encoding.ASCII.GetBytes("not an assembly, but signed: "), .. token]);
        File.WriteAllText(Path.Combine(folder, Neural + ".pe"), "NFMRK2 and so on");
        File.WriteAllText(Path.Combine(folder, Neural + ".pdbx"), "<PdbxFile />");
        File.WriteAllText(Path.Combine(folder, Neural + ".xml"), "<doc />");
        return folder;
    }

    /// <summary>The projects that become library packages.</summary>
    private static string[] Libraries()
    {
        return RepositoryFiles.All("*.csproj")
            .Select(project => RepositoryFiles.At(project))
            .Where(project => File.ReadAllText(project).Contains("LibraryPackage.targets", StringComparison.Ordinal))
            .ToArray();
    }

    private static string ProjectOf(string name)
    {
        return Libraries().Single(project => ProjectName(project) == name);
    }

    private static string ProjectName(string project)
    {
        return Path.GetFileNameWithoutExtension(project);
    }

    private static string[] OwnDependencies(string project, string version)
    {
        return XDocument.Load(project).Descendants("ProjectReference")
            .Select(reference => ProjectName(((string)reference.Attribute("Include")!).Replace('\\', '/')) + " [" + version + "]")
            .Order(StringComparer.Ordinal)
            .ToArray();
    }

    private static string[] DevicePackages(string packagesConfig)
    {
        return XDocument.Load(packagesConfig).Descendants("package")
            .Select(package => (string?)package.Attribute("id") + " " + (string?)package.Attribute("version"))
            .ToArray();
    }
}
