// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Golden;
using TinyInterp.Schema;
using Xunit;

namespace TinyInterp.Tests.Tools;

/// <summary>What counts as equal.</summary>
public class OutputComparerTests
{
    [Theory]
    [InlineData(1f, 1f, true)]
    [InlineData(0f, -0f, true)]
    [InlineData(float.NaN, float.NaN, true)]
    [InlineData(1f, 1.00000012f, true)]
    [InlineData(1f, 1.0000009f, true)]
    [InlineData(1f, 1.0000021f, false)]
    [InlineData(-1f, 1f, false)]
    [InlineData(float.NaN, 1f, false)]
    [InlineData(float.PositiveInfinity, float.MaxValue, false)]
    [InlineData(float.PositiveInfinity, float.PositiveInfinity, true)]
    [InlineData(1.4e-45f, 0f, true)]
    [InlineData(1.4e-45f, -1.4e-45f, false)]
    public void Singles_may_be_off_by_a_unit_or_a_millionth(float got, float want, bool close)
    {
        Assert.Equal(close, OutputComparer.AreClose(got, want));
    }

    [Fact]
    public void Integers_must_match_to_the_byte()
    {
        TensorInfo tensor = new TensorInfo((int)TensorType.Int16, [3], 3, 6);
        byte[] want = { 1, 0, 2, 0, 3, 0 };
        byte[] got = { 1, 0, 2, 1, 3, 255 };

        OutputDifference? difference = OutputComparer.Compare(tensor, got, want, 4, 5);

        Assert.Null(OutputComparer.Compare(tensor, want, want, 4, 5));
        Assert.NotNull(difference);
        Assert.Equal("set 4, output 5: 2 of 3 elements differ, the first at 1: got 258, want 2", difference.ToString());
    }
}
