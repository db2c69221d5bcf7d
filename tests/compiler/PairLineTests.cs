// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Compiler.Arithmetic;
using Xunit;

namespace TinyInterp.Tests.Compiler;

/// <summary>The line of a function of two stored values agrees with the function for every pair, or there is none.</summary>
public class PairLineTests
{
    [Theory]
    [InlineData(0.731, 0.412, -128, 127)]
    [InlineData(0.731, -1.212, 3, 127)]
    [InlineData(1.9, 0.071, -128, 40)]
    public void A_line_agrees_with_the_function_for_every_pair(double factorX, double factorY, int min, int max)
    {
        sbyte[,] results = Sums(factorX, factorY, min, max);

        PairLine? line = PairLine.Find(results, -128, -128, factorX, factorY);

        Assert.NotNull(line);
        for (int x = -128; x < 128; x++)
        {
            for (int y = -128; y < 128; y++)
            {
                int sum = line.First[x + 128] + y * line.Second;
                Assert.Equal(results[x + 128, y + 128], Math.Clamp(sum >> line.Shift, min, max));
                Assert.InRange(sum >> line.Shift, line.Lowest, line.Highest);
                Assert.Equal(line.First[x + 128], line.Slope == null ? line.First[x + 128] : x * line.Slope + line.Addend);
            }
        }
    }

    [Fact]
    public void A_product_is_on_no_line()
    {
        sbyte[,] results = new sbyte[256, 256];
        for (int i = 0; i < results.Length; i++)
        {
            results[i / 256, i % 256] = (sbyte)((i / 256 - 128) * (i % 256 - 128) / 256);
        }

        Assert.Null(PairLine.Find(results, -128, -128, 0.5, 0.5));
    }

    private static sbyte[,] Sums(double factorX, double factorY, int min, int max)
    {
        sbyte[,] results = new sbyte[256, 256];
        for (int x = -128; x < 128; x++)
        {
            for (int y = -128; y < 128; y++)
            {
                results[x + 128, y + 128] = (sbyte)Math.Clamp(Math.Round(x * factorX + y * factorY, MidpointRounding.AwayFromZero), min, max);
            }
        }

        return results;
    }
}
