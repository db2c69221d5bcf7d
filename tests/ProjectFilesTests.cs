// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace TinyInterp.Tests;

/// <summary>
/// The .nfproj files cannot be built here, and the nanoFramework project system takes no globs, so what a glob or a failed build
/// would tell is checked on the files themselves.
/// </summary>
public class ProjectFilesTests
{
    private const string SharedProperties = "eng/Device.props";
    private const string SharedTargets = "eng/Device.targets";

    /// <summary>Every .nfproj of the repository, relative to the root.</summary>
    public static TheoryData<string> Projects()
    {
        TheoryData<string> data = new TheoryData<string>();
        foreach (string project in FindProjects())
        {
            data.Add(project);
        }

        return data;
    }

    [Fact]
    public void Library_projects_are_found()
    {
        Assert.Contains("TinyInterp.nfproj", FindProjects());
        Assert.Contains("kernels/neural/TinyInterp.Kernels.Neural.nfproj", FindProjects());
        Assert.Contains("boards/selftest/TinyInterp.SelfTest.nfproj", FindProjects());
        Assert.Contains("boards/esp32/TinyInterp.Esp32.nfproj", FindProjects());
        Assert.Contains("boards/stm32/TinyInterp.Stm32.nfproj", FindProjects());
        Assert.Contains("tests/NFUnitTest/NFUnitTest.nfproj", FindProjects());
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Compile_items_are_the_files_that_exist(string project)
    {
        string folder = Path.GetDirectoryName(RepositoryFiles.At(project))!;
        string[] listed = Elements(project, "Compile").Select(element => element.Attribute("Include")!.Value).ToArray();
        string[] existing = SourceFolders(project)
            .Where(source => Directory.Exists(RepositoryFiles.At(source)))
            .SelectMany(source => Directory.GetFiles(RepositoryFiles.At(source), "*.cs"))
            .Select(file => Path.GetRelativePath(folder, file).Replace('/', '\\'))
            .ToArray();

        IEnumerable<string> missing = existing.Except(listed).OrderBy(item => item, StringComparer.Ordinal);
        IEnumerable<string> stale = listed.Except(existing).OrderBy(item => item, StringComparer.Ordinal);
        string problem = string.Concat(missing.Select(item => "\nmissing: " + CompileLine(item)))
            + string.Concat(stale.Select(item => "\nno such file: " + CompileLine(item)))
            + string.Concat(listed.GroupBy(item => item).Where(group => group.Count() > 1)
                .Select(group => "\nlisted twice: " + CompileLine(group.Key)));

        Assert.True(problem.Length == 0, project + ": run eng/update-nfproj.sh" + problem);
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Packages_config_names_the_packages_of_the_references(string project)
    {
        XElement[] packages = XDocument.Load(RepositoryFiles.At(Path.GetDirectoryName(project)!, "packages.config"))
            .Descendants("package")
            .ToArray();

        Assert.All(packages, package => Assert.Equal("netnano1.0", package.Attribute("targetFramework")?.Value));
        IEnumerable<string> listed = packages.Select(package => package.Attribute("id")!.Value + "." + package.Attribute("version")!.Value);
        IEnumerable<string> needed = Elements(project, "Reference")
            .Select(reference => PackageOf(reference.Attribute("Include")!.Value))
            .Distinct();
        Assert.True(needed.SequenceEqual(listed), project + ": run eng/update-nfproj.sh");
    }

    [Fact]
    public void Every_device_library_has_one_version_and_its_own_file()
    {
        XElement[] libraries = Elements(SharedTargets, "Reference").ToArray();

        Assert.Equal(libraries.Length, libraries.Select(library => library.Attribute("Update")!.Value).Distinct().Count());
        foreach (XElement library in libraries)
        {
            string file = library.Attribute("HintPath")!.Value.Split('\\').Last();
            Assert.Equal(library.Attribute("Update")!.Value, Path.GetFileNameWithoutExtension(file));
        }
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void The_shared_definitions_come_before_and_after_all_items(string project)
    {
        string toRoot = string.Concat(project.Where(letter => letter == '/').Select(_ => "..\\"));
        XElement[] elements = XDocument.Load(RepositoryFiles.At(project)).Root!.Elements().ToArray();

        Assert.Equal(
            [toRoot + @"eng\Device.props", toRoot + @"eng\Device.targets"],
            elements.Where(element => element.Name.LocalName == "Import").Select(import => import.Attribute("Project")!.Value));
        Assert.Equal(Path.GetFileNameWithoutExtension(project), Elements(project, "AssemblyName").Single().Value);
        Assert.Equal("PropertyGroup", elements[0].Name.LocalName);
        Assert.Equal("Import", elements[1].Name.LocalName);
        Assert.Equal("Import", elements[^1].Name.LocalName);
    }

    [Fact]
    public void The_three_imports_of_the_project_system_are_in_order_and_only_where_it_is()
    {
        XElement[] imports = Elements(SharedProperties, "Import").Concat(Elements(SharedTargets, "Import"))
            .Where(import => import.Attribute("Project")!.Value.StartsWith("$(NanoFrameworkProjectSystemPath)", StringComparison.Ordinal))
            .ToArray();

        Assert.Equal(
            ["NFProjectSystem.Default.props", "NFProjectSystem.props", "NFProjectSystem.CSharp.targets"],
            imports.Select(import => import.Attribute("Project")!.Value.Split(')').Last()));
        Assert.All(imports, import => Assert.Equal("'$(DeviceStubs)' != 'true'", import.Attribute("Condition")?.Value));
    }

    [Fact]
    public void Device_language_and_symbol_are_set()
    {
        Assert.Equal("10", Elements(SharedProperties, "LangVersion").Single().Value);
        Assert.Equal("v1.0", Elements(SharedProperties, "TargetFrameworkVersion").Single().Value);
        Assert.Contains(
            Elements(SharedProperties, "DefineConstants"), element => element.Value.Split(';').Contains("NANOFRAMEWORK_1_0"));
        Assert.Equal(
            "{11A8DD76-328B-46DF-9F39-F559912D0360};{FAE04EC0-301F-11D3-BF4B-00C04F79EFBC}",
            Elements(SharedProperties, "ProjectTypeGuids").Single().Value);
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_references_exist(string project)
    {
        foreach (XElement reference in Elements(project, "ProjectReference"))
        {
            string path = reference.Attribute("Include")!.Value.Replace('\\', '/');
            Assert.True(
                File.Exists(RepositoryFiles.At(Path.GetDirectoryName(project)!, path)),
                project + ": no such project: " + path);
        }
    }

    [Fact]
    public void Nullable_reference_types_are_enabled_in_every_project_without_device_code()
    {
        Assert.Equal("enable", Elements("Directory.Build.props", "Nullable").Single().Value);
        Assert.Equal("disable", Elements("eng/Library.props", "Nullable").Single().Value);
        string[] disabled = RepositoryFiles.All("*.csproj").Where(project => Elements(project, "Nullable").Any(element => element.Value != "enable")).ToArray();
        Assert.All(
            disabled,
            project => Assert.True(
                Elements(project, "LangVersion").SingleOrDefault()?.Value == "10", project + " has no device code and disables nullable reference types"));
    }

    [Fact]
    public void Project_guids_are_unique()
    {
        string[] guids = FindProjects().Select(project => Elements(project, "ProjectGuid").Single().Value).ToArray();

        Assert.All(guids, guid => Assert.True(Guid.TryParseExact(guid, "B", out _), guid));
        Assert.Equal(guids.Length, guids.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Every_other_file_is_there(string project)
    {
        Assert.All(
            Elements(project, "None").Select(element => element.Attribute("Include")!.Value),
            file => Assert.True(File.Exists(RepositoryFiles.At(Path.GetDirectoryName(project)!, file)), project + ": no such file: " + file));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void An_app_has_an_entry_point_and_brings_all_that_its_references_need(string project)
    {
        string folder = RepositoryFiles.At(Path.GetDirectoryName(project)!);
        bool isApp = Elements(project, "OutputType").SingleOrDefault()?.Value == "Exe";
        bool hasMain = SourceFolders(project)
            .SelectMany(source => Directory.GetFiles(RepositoryFiles.At(source), "*.cs"))
            .Any(file => File.ReadAllText(file).Contains("static void Main()"));
        Assert.Equal(isApp, hasMain);
        Assert.True(!isApp || File.Exists(Path.Combine(folder, "README.md")), project + " has no README.md");
        if (!isApp)
        {
            return;
        }

        // Deployment takes the app's own references: what only a library refers to would be missing on the board.
        string[] direct = References(project);
        Assert.Equal(Closure(project), direct.OrderBy(item => item, StringComparer.Ordinal));
        string[] packages = Packages(project);
        foreach (string library in direct)
        {
            Assert.Empty(Packages(library).Except(packages));
        }
    }

    [Fact]
    public void The_unit_test_project_is_one_for_the_test_adapter()
    {
        const string Project = "tests/NFUnitTest/NFUnitTest.nfproj";

        Assert.Equal("TestContainer", Elements(Project, "ProjectCapability").Single().Attribute("Include")!.Value);
        Assert.Equal("true", Elements(Project, "IsTestProject").Single().Value);
        Assert.Equal("UnitTest", Elements(Project, "TestProjectType").Single().Value);
        Assert.NotNull(XDocument.Load(RepositoryFiles.At("tests", "NFUnitTest", "nano.runsettings")).Root);
        string[] references = Elements(Project, "Reference").Select(element => element.Attribute("Include")!.Value).ToArray();
        Assert.Contains("nanoFramework.TestFramework", references);
        Assert.Contains("nanoFramework.UnitTestLauncher", references);
    }

    /// <summary>The package of a device library, as name and version.</summary>
    private static string PackageOf(string library)
    {
        string hint = Elements(SharedTargets, "Reference")
            .Single(element => element.Attribute("Update")!.Value == library)
            .Attribute("HintPath")!.Value;
        Match match = Regex.Match(hint, @"^\$\(DevicePackages\)([^\\]+)\\lib\\");
        Assert.True(match.Success, "the path does not lead into a package: " + hint);
        return match.Groups[1].Value;
    }

    /// <summary>The packages of a project, as id and version.</summary>
    private static string[] Packages(string project)
    {
        return XDocument.Load(RepositoryFiles.At(Path.GetDirectoryName(project)!, "packages.config")).Descendants("package")
            .Select(package => package.Attribute("id")!.Value + " " + package.Attribute("version")!.Value)
            .ToArray();
    }

    /// <summary>The projects that a project refers to, relative to the root.</summary>
    private static string[] References(string project)
    {
        string folder = RepositoryFiles.At(Path.GetDirectoryName(project)!);
        return Elements(project, "ProjectReference")
            .Select(reference => Path.Combine(folder, reference.Attribute("Include")!.Value.Replace('\\', '/')))
            .Select(path => Path.GetRelativePath(RepositoryFiles.Root, Path.GetFullPath(path)).Replace('\\', '/'))
            .ToArray();
    }

    /// <summary>All projects that a project needs, in order.</summary>
    private static IEnumerable<string> Closure(string project)
    {
        SortedSet<string> closure = new SortedSet<string>(StringComparer.Ordinal);
        Stack<string> open = new Stack<string>(References(project));
        while (open.Count > 0)
        {
            string next = open.Pop();
            if (closure.Add(next))
            {
                foreach (string reference in References(next))
                {
                    open.Push(reference);
                }
            }
        }

        return closure;
    }

    private static string CompileLine(string item)
    {
        return "<Compile Include=\"" + item + "\" />";
    }

    private static IEnumerable<string> SourceFolders(string project)
    {
        return project == "TinyInterp.nfproj" ? new[] { "nf-runtime", "schema" } : new[] { Path.GetDirectoryName(project)! };
    }

    private static IEnumerable<XElement> Elements(string project, string name)
    {
        return XDocument.Load(RepositoryFiles.At(project)).Descendants().Where(element => element.Name.LocalName == name);
    }

    /// <summary>Every .nfproj of the repository, relative to the root, in order.</summary>

    private static string[] FindProjects()
    {
        return RepositoryFiles.All("*.nfproj");
    }
}
