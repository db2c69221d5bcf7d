// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using TinyInterp.Tool;
using Xunit;

namespace TinyInterp.Tests.Docs;

/// <summary>What pages show the tool to print is what it prints; docs/writing.md has the rules for pages.</summary>
public class ExampleTests
{
    /// <summary>With this variable at 1, numbers that have changed are written into the pages; what else differs stays for people to see.</summary>
    private const string UpdateVariable = "TINYINTERP_UPDATE_EXAMPLES";

    /// <summary>The pages with code in which the tool is called.</summary>
    public static TheoryData<string> PagesWithCalls()
    {
        return new TheoryData<string>(ProjectText.Pages().Where(page => new MarkdownPage(page).Blocks.SelectMany(Example.CallsIn).Any()));
    }

    /// <summary>The pages with examples that need recorded speech.</summary>
    public static TheoryData<string> PagesWithSpeech()
    {
        return new TheoryData<string>(ProjectText.Pages().Where(page => new MarkdownPage(page).Blocks.Any(block => block.NeedsSpeech)));
    }

    [Theory]
    [MemberData(nameof(PagesWithCalls))]
    public void Examples_print_what_the_page_shows(string path)
    {
        using TemporaryFolder folder = new TemporaryFolder();

        RequireAsShown(path, block => block.ReasonNotToRun == null && !block.NeedsSpeech, folder);
    }

    [Theory]
    [MemberData(nameof(PagesWithSpeech))]
    public void Examples_on_speech_print_what_the_page_shows(string path)
    {
        string speech = SharedFiles.Require("speech");
        using TemporaryFolder folder = new TemporaryFolder();
        Directory.CreateSymbolicLink(folder.At("speech"), speech);

        RequireAsShown(path, block => block.NeedsSpeech, folder);
    }

    /// <summary>Also those that are too slow to be run, or need data that is not here.</summary>
    [Theory]
    [MemberData(nameof(PagesWithCalls))]
    public void Every_call_has_options_that_exist(string path)
    {
        foreach (CodeBlock block in new MarkdownPage(path).Blocks)
        {
            foreach (string[] words in Example.CallsIn(block))
            {
                Exception? e = Record.Exception(() => CommandLine.Check(words));
                Assert.True(e == null, path + ":" + block.LineNumber + ": tinyinterp " + string.Join(' ', words) + ": " + e?.Message);
            }
        }
    }

    [Theory]
    [InlineData("$ tinyinterp x\na\nb", "a\nb\n", true)]
    [InlineData("$ tinyinterp x\na\nb", "a\n\nb  \n", true)]
    [InlineData("$ tinyinterp x\na\nb", "a\n", false)]
    [InlineData("$ tinyinterp x\na", "a\nb\n", false)]
    [InlineData("$ tinyinterp x\na\n...", "a\nb\n", true)]
    [InlineData("$ tinyinterp x\n...\nc", "a\nb\nc\n", true)]
    [InlineData("$ tinyinterp x\n...\nd", "a\nb\nc\n", false)]
    [InlineData("$ tinyinterp x\na ... c", "a b b c\n", true)]
    [InlineData("$ tinyinterp x\na 1.5 ms", "a 2.5 ms\n", false)]
    [InlineData("$ tinyinterp x", "whatever\n", true)]
    public void Output_is_compared_line_by_line(string block, string output, bool isEqual)
    {
        Example example = Example.In(new CodeBlock(1, block.Split('\n'), string.Empty)).Single();

        Assert.Equal(isEqual, example.Difference(output) == null);
    }

    [Theory]
    [InlineData("1 Invoke, 0.019 ms", "1 Invoke, 12.5 ms", true)]
    [InlineData("│ 0.019 │ x", "│   2.5 │ x", true)]
    [InlineData("1 Invoke, 0.019 ms", "1 Invoke, 0.019 s", false)]
    public void Numbers_may_vary_where_the_page_says_so(string shown, string output, bool isEqual)
    {
        CodeBlock block = new CodeBlock(1, ["$ tinyinterp x", shown], "<!-- numbers vary: times -->");

        Assert.Equal(isEqual, Example.In(block).Single().Difference(output) == null);
    }

    [Fact]
    public void Numbers_that_have_changed_are_found_and_nothing_else()
    {
        CodeBlock block = new CodeBlock(1, ["$ tinyinterp x", "a  1.5 ms", "...", "total: 7,520 bytes ... of 9", "same 3"], string.Empty);
        Example example = Example.In(block).Single();

        Assert.Equal(
            [("a  1.5 ms", "a 12.5 ms"), ("total: 7,520 bytes ... of 9", "total: 80 bytes ... of 10")],
            example.NewNumbers("a 12.5 ms\nmore\ntotal: 80 bytes or so of 10\nsame 3\n"));
        Assert.Empty(example.NewNumbers("b 12.5 ms\ntotal: 80 bytes or so of 10\nsame 3\n"));
    }

    [Fact]
    public void A_block_that_is_not_run_says_why()
    {
        MarkdownPage page = new MarkdownPage("x", "# X\n\n<!-- not run: the data is not here -->\n\n    $ tinyinterp x\n\nand\n\n```\n$ tinyinterp y\n```\n");

        Assert.Equal(["the data is not here", null], page.Blocks.Select(block => block.ReasonNotToRun));
        Assert.Equal(["x", "y"], page.Blocks.SelectMany(Example.In).Select(example => example.Arguments.Single()));
    }

    /// <summary>Writes new numbers into a page.</summary>
    private static void Update(string path, CodeBlock block, IReadOnlyList<(string Shown, string Now)> changes)
    {
        string[] lines = File.ReadAllLines(RepositoryFiles.At(path));
        foreach ((string shown, string now) in changes)
        {
            int at = Array.FindIndex(lines, block.LineNumber - 1, line => line.Trim() == shown.Trim());
            lines[at] = lines[at][..lines[at].IndexOf(shown.Trim(), StringComparison.Ordinal)] + now.TrimStart();
        }

        File.WriteAllText(RepositoryFiles.At(path), string.Join('\n', lines) + "\n");
    }

    private static void RequireAsShown(string path, Func<CodeBlock, bool> isRun, TemporaryFolder folder)
    {
        List<string> wrong = new List<string>();
        foreach (CodeBlock block in new MarkdownPage(path).Blocks.Where(isRun))
        {
            foreach (Example example in Example.In(block))
            {
                ExampleFiles.Provide(example.Arguments, folder.At("."));
                string found = Run(example.Arguments, folder.At("."));
                string? difference = example.Difference(found);
                if (difference != null && Environment.GetEnvironmentVariable(UpdateVariable) == "1")
                {
                    Update(path, block, example.NewNumbers(found));
                }
                else if (difference != null)
                {
                    wrong.Add(path + ":" + block.LineNumber + ": tinyinterp " + string.Join(' ', example.Arguments) + "\n" + difference);
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n\n", wrong));
    }

    /// <summary>In a process of its own: the working folder belongs to the process.</summary>
    /// <returns>Its output, and then what it writes to standard error.</returns>
    private static string Run(IEnumerable<string> arguments, string folder)
    {
        ProcessStartInfo start = new ProcessStartInfo("dotnet", arguments.Prepend(typeof(CommandLine).Assembly.Location))
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (output + error.Result).ReplaceLineEndings("\n");
    }
}
