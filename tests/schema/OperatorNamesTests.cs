// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using TinyInterp.Schema;
using Xunit;

namespace TinyInterp.Tests.Schema;

/// <summary>Operators are called what the format calls them.</summary>
public class OperatorNamesTests
{
    [Fact]
    public void Names_are_those_of_the_schema()
    {
        string schema = File.ReadAllText(RepositoryFiles.At("schema", "tflite.fbs"));
        string body = Regex.Match(schema, @"enum BuiltinOperator[^{]*\{(.*?)\}", RegexOptions.Singleline).Groups[1].Value;
        Dictionary<int, string> names = Regex.Matches(Regex.Replace(body, "//.*", string.Empty), @"(\w+)\s*=\s*(\d+)")
            .ToDictionary(match => int.Parse(match.Groups[2].Value), match => match.Groups[1].Value);
        BuiltinOperator[] operators = Enum.GetValues<BuiltinOperator>();

        Assert.Equal(operators.Length, names.Count);
        Assert.Equal(operators.Select(code => names[(int)code]), operators.Select(OperatorNames.Of));
    }
}
