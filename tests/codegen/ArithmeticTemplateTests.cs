// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.IO;
using System.Linq;
using TinyInterp.CodeGeneration;
using Xunit;

namespace TinyInterp.Tests.CodeGeneration;

/// <summary>A template's operations become the expressions of each number format.</summary>
public class ArithmeticTemplateTests
{
    [Theory]
    [InlineData("x = round(a * b);", "x = (a * b + 16384) >> 15;", "x = (a * b + 1073741824L) >> 31;", "x = a * b;")]
    [InlineData("x = c + round(a * b);", "x = c + ((a * b + 16384) >> 15);", "x = c + ((a * b + 1073741824L) >> 31);", "x = c + (a * b);")]
    [InlineData("x = scale(w[1], 4);", "x = (w[1] * 8191 + 16384) >> 15;", "x = (w[1] * 536870911L + 1073741824L) >> 31;", "x = w[1];")]
    [InlineData("x = store(half(a + b));", "x = (short)((a + b) >> 1);", "x = (int)((a + b) >> 1);", "x = (a + b) * 0.5f;")]
    [InlineData("x = store(a);", "x = (short)a;", "x = (int)a;", "x = a;")]
    [InlineData("x = (a + b) * (c + d);", "x = (a + b) * (c + d);", "x = (a + b) * (c + d);", "x = (a + b) * (c + d);")]
    [InlineData("{Element} x = {Zero};", "short x = (short)0;", "int x = 0;", "float x = 0;")]
    [InlineData("class {Class} { }", "class FInt16 { }", "class FInt32 { }", "class FSingle { }")]
    [InlineData("[Int16,Single]x();", "x();", "", "x();")]
    public void A_line_is_written_for_each_format(string line, string int16, string int32, string single)
    {
        string[] written = NumberFormat.All.Select(format => new ArithmeticTemplate("t", line).Write("F", format)).ToArray();

        Assert.Equal([int16, int32, single], written);
    }

    [Fact]
    public void A_missing_parenthesis_is_refused()
    {
        Assert.Throws<InvalidDataException>(() => new ArithmeticTemplate("t", "x = round(a * (b;").Write("F", NumberFormat.All[0]));
    }
}
