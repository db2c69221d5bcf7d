// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Compiler.Arithmetic;
using Xunit;

namespace TinyInterp.Tests.Compiler;

/// <summary>Requantisation in one step is the reference's, for every sum there is.</summary>
public class OneStepTests
{
    [Theory]
    [InlineData(1518500250, -8, -300_000, 250_000)]
    [InlineData(1073741824, -6, -60_000, 60_000)]
    [InlineData(2147483647, -10, -900_000, 900_000)]
    [InlineData(1200000000, -3, -2_000, 2_000)]
    public void Behind_a_relu_it_is_found_and_agrees_with_the_reference_on_every_sum(int multiplier, int shift, int low, int high)
    {
        Requantisation reference = new Requantisation(multiplier, shift, -128, -128, 127);

        OneStep? step = OneStep.Find(reference, low, high);

        Assert.NotNull(step);
        for (int sum = low; sum <= high; sum++)
        {
            Assert.Equal(reference.Apply(sum), Math.Clamp(step.At(sum - low), -128, 127));
        }
    }

    [Fact]
    public void Where_it_is_found_it_is_right_for_random_scales_zero_points_and_ranges()
    {
        Random random = new Random(7);
        int found = 0;
        for (int i = 0; i < 300; i++)
        {
            int zeroPoint = random.Next(-128, 128);
            int min = random.Next(2) == 0 ? -128 : zeroPoint;
            Requantisation reference = new Requantisation(random.Next(1 << 30, int.MaxValue), -random.Next(1, 12), zeroPoint, min, 127);
            int low = -random.Next(1, 30_000);
            int high = random.Next(1, 30_000);
            OneStep? step = OneStep.Find(reference, low, high);
            found += step == null ? 0 : 1;
            for (int sum = low; step != null && sum <= high; sum++)
            {
                Assert.Equal(reference.Apply(sum), Math.Clamp(step.At(sum - low), min, 127));
            }
        }

        Assert.InRange(found, 50, 299);
    }

    [Fact]
    public void Sums_of_both_signs_without_an_activation_have_no_such_line()
    {
        Requantisation reference = new Requantisation(1518500250, -8, 3, -128, 127);

        Assert.Null(OneStep.Find(reference, -300_000, 300_000));
    }
}
