// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Xml.Linq;
using TinyInterp.ApiSurface;
using Xunit;

namespace TinyInterp.Tests.ApiSurface;

/// <summary>No public member comes, goes or changes unseen: the committed lists are those of today's assemblies.</summary>
public class ApiSurfaceTests
{
    private const string Command = "run eng/update.sh, and look at what changed: users of the packages will";

    /// <summary>The assemblies that become packages.</summary>
    public static TheoryData<string> Assemblies()
    {
        return new TheoryData<string>(PublicAssemblies.Load().Select(assembly => assembly.GetName().Name!));
    }

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void The_committed_list_is_current(string name)
    {
        string file = RepositoryFiles.At("api", name + ".txt");
        Assert.True(File.Exists(file), file + " is missing: " + Command);

        string[] committed = File.ReadAllLines(file);
        string[] current = ApiFile.Write(Assembly.Load(name)).TrimEnd('\n').Split('\n');

        string[] gone = committed.Except(current).Select(line => "- " + line).ToArray();
        string[] added = current.Except(committed).Select(line => "+ " + line).ToArray();
        Assert.True(committed.SequenceEqual(current), Command + "\n" + string.Join("\n", gone.Concat(added)));
    }

    [Fact]
    public void There_is_a_list_for_each_package_and_no_other()
    {
        string[] packages = Directory.GetFiles(RepositoryFiles.Root, "*.csproj", SearchOption.AllDirectories)
            .Where(file => XDocument.Load(file).Descendants("Import").Any(import => ((string)import.Attribute("Project")!).EndsWith("LibraryPackage.targets")))
            .Select(file => Path.GetFileNameWithoutExtension(file))
            .Order(StringComparer.Ordinal)
            .ToArray();

        Assert.Equal(packages, Directory.GetFiles(RepositoryFiles.At("api"), "*.txt").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));
        Assert.Equal(packages, PublicAssemblies.Load().Select(assembly => assembly.GetName().Name));
    }

    [Fact]
    public void The_page_of_public_types_is_current_and_every_type_has_a_sentence()
    {
        string page = ApiPage.Write(PublicAssemblies.Load());

        Assert.True(page == File.ReadAllText(RepositoryFiles.At("docs", "api.md")).ReplaceLineEndings("\n"), Command);
        Assert.DoesNotContain("` |  |", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Members_look_as_in_the_source()
    {
        string text = ApiFile.Write(typeof(Sample).Assembly);

        string[] expected =
        [
            "abstract class ApiSurfaceTests.Sample",
            "    protected ApiSurfaceTests.Sample(int size)",
            "    protected const int Most = 3",
            "    public abstract void Run(ref int count, out string text)",
            "    public int Size { get; protected set; }",
            "    public override string ToString()",
            "    public static readonly string[] Names",
            "    public virtual long this[int index] { get; }",
        ];
        Assert.Contains(string.Join("\n", expected) + "\n", text, StringComparison.Ordinal);
    }

    /// <summary>One of each kind of member.</summary>
    public abstract class Sample
    {
        public static readonly string[] Names = [];

        protected const int Most = 3;

        protected Sample(int size)
        {
            Size = size;
        }

        public int Size { get; protected set; }

        public virtual long this[int index] => _hidden;

        private readonly long _hidden = Most;

        public abstract void Run(ref int count, out string text);

        public override string ToString()
        {
            return Unseen();
        }

        internal string Unseen()
        {
            return string.Empty;
        }
    }
}
