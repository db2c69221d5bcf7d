// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;
using TinyInterp.Writer;

namespace TinyInterp.Tests.Kernels.Neural;

/// <summary>The documented arithmetic from sum to output, written from its definition and not for speed.</summary>
internal static class Requantisation
{
    /// <summary>A sum of 64 bits where <paramref name="isWide"/>, else one that wraps at 32.</summary>
    internal static long Apply(long sum, double factor, bool isWide)
    {
        int exponent = factor == 0 ? 0 : Math.ILogB(factor) + 1;
        long multiplier = (long)Math.Round(factor / Math.Pow(2, exponent) * (1L << 31), MidpointRounding.AwayFromZero);
        if (multiplier == 1L << 31)
        {
            multiplier /= 2;
            exponent++;
        }

        if (exponent < -31)
        {
            multiplier = 0;
            exponent = 0;
        }

        if (isWide)
        {
            long reduced = multiplier < 0x7FFF0000 ? (multiplier + 0x8000) >> 16 : 0x7FFF;
            return (sum * reduced + (1L << (14 - exponent))) >> (15 - exponent);
        }

        long product = (long)((int)sum << Math.Max(exponent, 0)) * multiplier;
        long high = (product + (product >= 0 ? 1L << 30 : 1 - (1L << 30))) / (1L << 31);
        int right = Math.Max(-exponent, 0);
        long remainder = high & ((1L << right) - 1);
        long threshold = (((1L << right) - 1) >> 1) + (high < 0 ? 1 : 0);
        return (high >> right) + (remainder > threshold ? 1 : 0);
    }

    /// <summary>A stored value within what the type and the activation leave.</summary>
    internal static long Clamp(long value, TensorType type, Activation activation, float scale, long zeroPoint)
    {
        long min = type == TensorType.Int8 ? -128 : -32768;
        long max = type == TensorType.Int8 ? 127 : 32767;
        long Stored(float limit) => zeroPoint + (long)Math.Round(limit / scale, MidpointRounding.AwayFromZero);
        if (activation != Activation.None)
        {
            min = Math.Max(min, Stored(activation == Activation.ReluN1To1 ? -1f : 0f));
        }

        if (activation == Activation.ReluN1To1 || activation == Activation.Relu6)
        {
            max = Math.Min(max, Stored(activation == Activation.Relu6 ? 6f : 1f));
        }

        return Math.Max(min, Math.Min(max, value));
    }
}
