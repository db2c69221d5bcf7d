// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.IO;
using System.Linq;
using System.Xml.Linq;
using Xunit;

namespace TinyInterp.Tests;

/// <summary>Packages come from where the user's machine takes them: behind a mirror, a source that the project names is unreachable.</summary>
public class PackageSourcesTests
{
    [Fact]
    public void The_project_names_no_package_source()
    {
        XDocument config = XDocument.Load(RepositoryFiles.At("nuget.config"));
        Assert.DoesNotContain(config.Descendants(), element => element.Name.LocalName is "packageSources" or "packageSourceMapping");

        string[] projects = Directory.GetFiles(RepositoryFiles.Root, "*.*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".csproj" or ".props" or ".targets")
            .Where(file => !file.Contains(Path.DirectorySeparatorChar + "obj" + Path.DirectorySeparatorChar))
            .ToArray();
        Assert.NotEmpty(projects);
        Assert.DoesNotContain(
            projects, project => XDocument.Load(project).Descendants().Any(element => element.Name.LocalName is "RestoreSources" or "RestoreAdditionalProjectSources"));
    }
}
