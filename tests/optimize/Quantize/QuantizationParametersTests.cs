// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Optimize.Quantize;
using Xunit;

namespace TinyInterp.Tests.Optimize.Quantize;

/// <summary>Scales and zero points from ranges.</summary>
public class QuantizationParametersTests
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
            QuantizationParameters parameters = QuantizationParameters.Covering(least, greatest, 8, isSymmetric);

            Assert.Equal(0, parameters.Real(parameters.Stored(0)));
            Assert.InRange(parameters.Real(parameters.Stored(least)), least - 0.51 * parameters.Scale, least + 0.51 * parameters.Scale);
            Assert.InRange(parameters.Real(parameters.Stored(greatest)), greatest - 0.51 * parameters.Scale, greatest + 0.51 * parameters.Scale);
            Assert.True(!isSymmetric || parameters.ZeroPoint == 0);
        }
    }

    [Fact]
    public void Int16_is_symmetric_and_leaves_out_the_lowest_value()
    {
        QuantizationParameters parameters = QuantizationParameters.Covering(-2, 1, 16, isSymmetric: true);

        Assert.Equal((0, -32767), (parameters.ZeroPoint, parameters.Stored(-2)));
    }
}
