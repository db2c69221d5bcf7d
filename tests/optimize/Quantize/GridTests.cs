// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Optimize.Quantize;
using Xunit;

namespace TinyInterp.Tests.Optimize.Quantize;

/// <summary>Scales and zero points from ranges.</summary>
public class GridTests
{
    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 6)]
    [InlineData(2, 5)]
    [InlineData(-7, -3)]
    [InlineData(-1e-6, 1000)]
    public void Zero_is_stored_without_error_and_the_ends_within_half_a_step(double least, double greatest)
    {
        foreach (bool isSymmetric in new[] { false, true })
        {
            Grid grid = Grid.Covering(least, greatest, 8, isSymmetric);

            Assert.Equal(0, grid.Real(grid.Stored(0)));
            Assert.InRange(grid.Real(grid.Stored(least)), least - 0.51 * grid.Scale, least + 0.51 * grid.Scale);
            Assert.InRange(grid.Real(grid.Stored(greatest)), greatest - 0.51 * grid.Scale, greatest + 0.51 * grid.Scale);
            Assert.True(!isSymmetric || grid.ZeroPoint == 0);
        }
    }

    [Fact]
    public void Int16_is_symmetric_and_leaves_out_the_lowest_value()
    {
        Grid grid = Grid.Covering(-2, 1, 16, isSymmetric: true);

        Assert.Equal((0, -32767), (grid.ZeroPoint, grid.Stored(-2)));
    }
}
