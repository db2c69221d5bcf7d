// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using TinyInterp.Kernels;
using TinyInterp.Schema;
using Xunit;

namespace TinyInterp.Tests.Tools;

/// <summary>The operator page tells what the kernels say of themselves.</summary>
public class OperatorPageTests
{
    [Fact]
    public void The_committed_page_is_current()
    {
        string page = ToolRun.Of("operators").Output.ReplaceLineEndings("\n");

        string committed = File.ReadAllText(RepositoryFiles.At("docs", "operators.md")).ReplaceLineEndings("\n");
        Assert.True(page == committed, "run: dotnet run --project tools/tinyinterp -c Release -- operators --out docs/operators.md");
    }

    [Fact]
    public void Every_kernel_that_AddAll_registers_is_listed_once()
    {
        OpResolver all = new OpResolver().AddAll();
        JsonElement[] entries = JsonDocument.Parse(ToolRun.Of("operators", "--json").Output).RootElement.EnumerateArray().ToArray();

        IEnumerable<string> registered = Enumerable.Range(0, all.Count).Select(
            i => all[i].CustomName ?? OperatorNames.Of(all[i].Code) + " " + TypeNames(all[i].Types));
        IEnumerable<string> listed = entries.Select(
            e => e.GetProperty("operator").GetString() + (e.GetProperty("isCustom").GetBoolean() ? string.Empty : " " + Types(e)));
        Assert.Equal(registered.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_call_that_an_error_names_exists()
    {
        JsonElement[] entries = JsonDocument.Parse(ToolRun.Of("operators", "--json").Output).RootElement.EnumerateArray().ToArray();

        Assert.All(entries, entry =>
        {
            string name = entry.GetProperty("operator").GetString()!;
            bool isCustom = entry.GetProperty("isCustom").GetBoolean();
            BuiltinOperator code = isCustom
                ? BuiltinOperator.Custom
                : Enum.GetValues<BuiltinOperator>().Single(c => OperatorNames.Of(c) == name);
            string call = ErrorText.RegistrationCall(code, name);

            Assert.Contains(entry.GetProperty("call").GetString() + "()", new[] { call, call.Replace("()", "Float()", StringComparison.Ordinal), call.Replace("()", "Float16()", StringComparison.Ordinal) });
        });
    }

    [Fact]
    public void Every_kernel_has_bytecode_and_remarks()
    {
        JsonElement[] entries = JsonDocument.Parse(ToolRun.Of("operators", "--json").Output).RootElement.EnumerateArray().ToArray();

        Assert.All(entries, entry =>
        {
            Assert.InRange(entry.GetProperty("bytecode").GetInt32(), 1, 32_767);
            Assert.NotEqual(string.Empty, entry.GetProperty("remarks").GetString());
        });
    }

    private static string Types(JsonElement entry)
    {
        return string.Join(", ", entry.GetProperty("types").EnumerateArray().Select(type => type.GetString()));
    }

    private static string TypeNames(TypeSet types)
    {
        return string.Join(", ", Enum.GetValues<TensorType>()
            .Where(type => ((int)types & (1 << (int)type)) != 0)
            .Select(type => type.ToString().ToLowerInvariant()));
    }
}
