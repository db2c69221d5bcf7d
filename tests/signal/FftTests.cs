// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Linq;
using System.Numerics;
using System.Reflection;
using TinyInterp.Signal;
using Xunit;

namespace TinyInterp.Tests.Signal;

/// <summary>The real transforms against the sum that defines them, and their tables against those of the platform's sine.</summary>
public class FftTests
{
    /// <summary>One length for each set and order of radices.</summary>
    public static TheoryData<int> Lengths { get; } =
        new TheoryData<int>(2, 4, 6, 8, 10, 12, 16, 18, 20, 24, 30, 32, 48, 50, 60, 64, 90, 128, 240, 250, 256, 400, 480, 512);

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Float_transform_is_the_sum_that_defines_it(int length)
    {
        float[] input = Noise(length, 1).Select(x => (float)x).ToArray();
        Complex[] expected = Spectrum(input.Select(x => (double)x).ToArray());
        float[] output = new float[length + 3];
        new RfftSingle(length).Transform(input, 0, length, output, 1);
        for (int k = 0; k <= length / 2; k++)
        {
            Assert.Equal(expected[k].Real, output[1 + 2 * k], 1e-5 * length);
            Assert.Equal(expected[k].Imaginary, output[2 + 2 * k], 1e-5 * length);
        }

        float[] back = new float[length + 1];
        new IrfftSingle(length).Transform(output, 1, back, 1);
        for (int i = 0; i < length; i++)
        {
            Assert.Equal(input[i], back[1 + i], 1e-5f);
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Int16_transform_is_the_sum_divided_by_its_length(int length)
    {
        short[] input = Noise(length, 20000).Select(x => (short)x).ToArray();
        Complex[] expected = Spectrum(input.Select(x => (double)x).ToArray());
        short[] output = new short[length + 2];
        new RfftInt16(length).Transform(input, 0, length, output, 0);

        // Each stage rounds twice and the separation three times; later stages divide the earlier ones' errors.
        for (int k = 0; k <= length / 2; k++)
        {
            Assert.Equal(expected[k].Real / length, output[2 * k], 4.0);
            Assert.Equal(expected[k].Imaginary / length, output[2 * k + 1], 4.0);
        }

        Complex[] full = Full(output.Select(x => (double)x).ToArray());
        short[] back = new short[length];
        new IrfftInt16(length).Transform(output, 0, back, 0);
        for (int j = 0; j < length; j++)
        {
            Assert.Equal(Inverse(full, j), back[j], 5.0);
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Int32_transform_is_the_sum_divided_by_its_length(int length)
    {
        int[] input = Noise(length, 1.2e9).Select(x => (int)x).ToArray();
        Complex[] expected = Spectrum(input.Select(x => (double)x).ToArray());
        int[] output = new int[length + 2];
        new RfftInt32(length).Transform(input, 0, length, output, 0);
        for (int k = 0; k <= length / 2; k++)
        {
            // 31-bit twiddles and divisors: the error is a few units, whatever the size of the values.
            Assert.Equal(expected[k].Real / length, output[2 * k], 8.0);
            Assert.Equal(expected[k].Imaginary / length, output[2 * k + 1], 8.0);
        }

        Complex[] full = Full(output.Select(x => (double)x).ToArray());
        int[] back = new int[length];
        new IrfftInt32(length).Transform(output, 0, back, 0);
        for (int j = 0; j < length; j++)
        {
            Assert.Equal(Inverse(full, j), back[j], 10.0);
        }
    }

    [Fact]
    public void Missing_samples_are_zeros()
    {
        short[] input = Noise(40, 30000).Select(x => (short)x).ToArray();
        short[] padded = input.Take(37).Concat(new short[27]).ToArray();
        short[] expected = new short[66];
        short[] output = new short[66];
        RfftInt16 transform = new RfftInt16(64);
        transform.Transform(padded, 0, 64, expected, 0);
        transform.Transform(input, 0, 37, output, 0);
        Assert.Equal(expected, output);
    }

    [Fact]
    public void Sines_are_those_of_the_platform_to_the_last_place_but_one()
    {
        MethodInfo method = typeof(RfftInt16).Assembly.GetType("TinyInterp.Signal.Trigonometry")!
            .GetMethod("CosSin", BindingFlags.Static | BindingFlags.NonPublic)!;
        for (int n = 1; n <= 600; n++)
        {
            for (int k = 0; k < n; k += 1 + n / 40)
            {
                double phase = -2 * Math.PI * k / n;
                object[] arguments = { phase, 0.0, 0.0 };
                method.Invoke(null, arguments);
                Assert.Equal(Math.Cos(phase), (double)arguments[1], 1.2e-16);
                Assert.Equal(Math.Sin(phase), (double)arguments[2], 1.2e-16);
                Assert.Equal(Math.Floor(0.5 + 32767 * Math.Cos(phase)), Math.Floor(0.5 + 32767 * (double)arguments[1]));
                Assert.Equal(Math.Floor(0.5 + 32767 * Math.Sin(phase)), Math.Floor(0.5 + 32767 * (double)arguments[2]));
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(14)]
    [InlineData(22)]
    [InlineData(-8)]
    [InlineData(131072)]
    public void Lengths_without_a_transform_are_refused(int length)
    {
        Assert.False(FftLength.IsSupported(length));
        Assert.Throws<ArgumentException>(() => new RfftInt16(length));
        Assert.Throws<ArgumentException>(() => new IrfftSingle(length));
    }

    [Fact]
    public void Transforms_allocate_nothing()
    {
        RfftInt16 transform = new RfftInt16(512);
        short[] input = new short[512];
        short[] output = new short[514];
        transform.Transform(input, 0, 512, output, 0);
        long before = GC.GetAllocatedBytesForCurrentThread();
        transform.Transform(input, 0, 512, output, 0);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static double[] Noise(int count, double amplitude)
    {
        Random random = new Random(count);
        return Enumerable.Range(0, count).Select(_ => (2 * random.NextDouble() - 1) * amplitude).ToArray();
    }

    private static Complex[] Spectrum(double[] input)
    {
        int n = input.Length;
        return Enumerable.Range(0, n / 2 + 1)
            .Select(k => Enumerable.Range(0, n).Aggregate(Complex.Zero, (sum, j) => sum + input[j] * Turn(-j * k, n)))
            .ToArray();
    }

    /// <summary>All points of a real signal's spectrum, from the first half of them; the first and the middle one are real.</summary>
    private static Complex[] Full(double[] half)
    {
        int n = half.Length - 2;
        Complex[] full = new Complex[n];
        for (int k = 0; k <= n / 2; k++)
        {
            full[k] = new Complex(half[2 * k], k == 0 || k == n / 2 ? 0 : half[2 * k + 1]);
            full[(n - k) % n] = Complex.Conjugate(full[k]);
        }

        return full;
    }

    private static double Inverse(Complex[] full, int j)
    {
        int n = full.Length;
        return Enumerable.Range(0, n).Aggregate(Complex.Zero, (sum, k) => sum + full[k] * Turn(j * k, n)).Real / n;
    }

    private static Complex Turn(int steps, int n)
    {
        return Complex.FromPolarCoordinates(1, 2 * Math.PI * (steps % n) / n);
    }
}
