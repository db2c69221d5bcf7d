// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.IO;
using TinyInterp.CodeGeneration;
using Xunit;

namespace TinyInterp.Tests.CodeGeneration;

/// <summary>What is generated is what is committed.</summary>
public class GeneratedFilesTests
{
    [Fact]
    public void The_committed_files_are_current()
    {
        int count = 0;
        foreach ((string name, string text) in GeneratedFiles.Write(RepositoryFiles.Root))
        {
            string committed = File.ReadAllText(RepositoryFiles.At(name)).ReplaceLineEndings("\n");
            Assert.True(text == committed, name + ": run dotnet run --project tools/codegen");
            count++;
        }

        Assert.Equal(13, count);
    }
}
