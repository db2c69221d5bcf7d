// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Xml.Linq;
using Xunit;

namespace TinyInterp.Tests;

/// <summary>Projects refer to each other in one direction, on the desktop and on the device.</summary>
public class ProjectReferencesTests
{
    // From the ground up. A project refers to lower layers only; within tools, boards, samples and tests also to its own layer.
    private static readonly (string Folder, int Layer)[] _layers =
    [
        ("TinyInterp.nfproj", 0), ("nf-runtime/", 0), ("signal/", 0), ("storage/", 1),
        ("kernels/arithmetic/", 1), ("compiled/", 1), ("kernels/all/", 3), ("kernels/", 2),
        ("keyword/", 4),
        ("tools/", 5),
        ("boards/", 6), ("samples/", 6), ("templates/", 6),
        ("tests/", 7),
    ];

    private const int FirstLayerOfPrograms = 5;

    public static TheoryData<string> Projects()
    {
        return new TheoryData<string>(RepositoryFiles.All("*.csproj").Concat(RepositoryFiles.All("*.nfproj")));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_refers_to_lower_layers_only(string project)
    {
        int layer = LayerOf(project);
        foreach (string reference in References(project))
        {
            int other = LayerOf(reference);
            bool isBelow = other < layer || (other == layer && layer >= FirstLayerOfPrograms && FolderOf(project) == FolderOf(reference));
            Assert.True(isBelow, project + " must not refer to " + reference);
        }
    }

    [Fact]
    public void No_project_refers_to_itself_through_others()
    {
        Dictionary<string, bool> finished = new(StringComparer.Ordinal);
        foreach (string project in RepositoryFiles.All("*.csproj").Concat(RepositoryFiles.All("*.nfproj")))
        {
            Visit(project, finished, []);
        }
    }

    private static void Visit(string project, Dictionary<string, bool> finished, List<string> path)
    {
        path.Add(project);
        if (!finished.TryGetValue(project, out bool isFinished))
        {
            finished.Add(project, false);
            foreach (string reference in References(project).Where(path => !path.Contains('*') && path.EndsWith("proj", StringComparison.Ordinal)))
            {
                Visit(reference, finished, path);
            }

            finished[project] = true;
        }
        else
        {
            Assert.True(isFinished, "a circle: " + string.Join(" -> ", path));
        }

        path.RemoveAt(path.Count - 1);
    }

    /// <summary>What a project refers to, imports or has compiled for the device; the paths may be patterns.</summary>
    private static IEnumerable<string> References(string project)
    {
        string folder = RepositoryFiles.At(Path.GetDirectoryName(project)!);
        return XDocument.Load(RepositoryFiles.At(project)).Descendants()
            .Where(element => element.Name.LocalName is "ProjectReference" or "DeviceProject" or "Import")
            .SelectMany(element => (element.Attribute("Include") ?? element.Attribute("Project"))!.Value.Split(';'))
            .Select(path => Path.GetFullPath(Path.Combine(folder, path.Replace('\\', '/'))))
            .Select(path => Path.GetRelativePath(RepositoryFiles.Root, path).Replace('\\', '/'))
            .Where(path => !path.StartsWith("eng/", StringComparison.Ordinal));
    }

    private static int LayerOf(string path)
    {
        (string Folder, int Layer) layer = _layers.FirstOrDefault(entry => path.StartsWith(entry.Folder, StringComparison.Ordinal));
        Assert.True(layer.Folder != null, path + " lies in no layer");
        return layer.Layer;
    }

    private static string FolderOf(string path)
    {
        return path.Split('/')[0];
    }
}
