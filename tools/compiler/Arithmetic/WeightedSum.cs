// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Linq;
using System.Numerics;

namespace TinyInterp.Compiler.Arithmetic;

/// <summary>
/// The sum behind one output channel: bias + Σ weight · input, with the input's zero point folded into the bias, and the certificate of what it can
/// be: Σ over the taps of the least and greatest product.
/// </summary>
public sealed class WeightedSum
{
    private readonly int _inputMin;
    private readonly int _inputMax;

    /// <summary>A sum.</summary>
    /// <param name="channel">The output channel.</param>
    /// <param name="weights">A weight for each tap.</param>
    /// <param name="bias">Bias, with the zero point's share.</param>
    /// <param name="inputMin">The least value that an input can have, padding included.</param>
    /// <param name="inputMax">The greatest.</param>
    /// <param name="requantisation">What becomes of the sum.</param>
    public WeightedSum(int channel, int[] weights, long bias, int inputMin, int inputMax, Requantisation requantisation)
    {
        Channel = channel;
        Weights = weights;
        Bias = bias;
        Requantisation = requantisation;
        _inputMin = inputMin;
        _inputMax = inputMax;
        (Low, High) = Range(Enumerable.Range(0, weights.Length));
        Bits = BitsOf(Low, High);
        IsExact = requantisation.IsExactFor(Low + bias, High + bias) && (requantisation.IsWide || High - Low < 1L << 31);
        OneStep = IsExact ? OneStep.Find(requantisation, Low + bias, High + bias) : null;
    }

    /// <summary>What a part of the sum can be.</summary>
    /// <param name="taps">The taps of the part.</param>
    public (long Low, long High) Range(IEnumerable<int> taps)
    {
        long positive = 0;
        long negative = 0;
        foreach (int tap in taps)
        {
            positive += Weights[tap] > 0 ? Weights[tap] : 0;
            negative += Weights[tap] < 0 ? Weights[tap] : 0;
        }

        return (positive * _inputMin + negative * _inputMax, positive * _inputMax + negative * _inputMin);
    }

    /// <summary>Bits that tell the values of a range apart; 0 for one value.</summary>
    public static int BitsOf(long low, long high)
    {
        return high == low ? 0 : BitOperations.Log2((ulong)(high - low)) + 1;
    }

    /// <summary>The output channel.</summary>
    public int Channel { get; }

    /// <summary>A weight for each tap.</summary>
    public int[] Weights { get; }

    /// <summary>Bias, with the zero point's share.</summary>
    public long Bias { get; }

    /// <summary>What becomes of the sum.</summary>
    public Requantisation Requantisation { get; }

    /// <summary>The least the sum can be, without bias.</summary>
    public long Low { get; }

    /// <summary>The greatest the sum can be, without bias.</summary>
    public long High { get; }

    /// <summary>Bits that tell all its values apart; 0 for a constant.</summary>
    public int Bits { get; }

    /// <summary>Whether no value wraps around 32 bits, or 64 for a wide sum.</summary>
    public bool IsExact { get; }

    /// <summary>The requantisation in one step, or null.</summary>
    public OneStep? OneStep { get; }

    /// <summary>The result of a constant sum.</summary>
    public int Constant => Requantisation.Apply(Low + Bias);

    /// <summary>The least result before the clamp, as the code computes it.</summary>
    public long LowestIndex => OneStep != null ? OneStep.At(0) : Requantisation.Unclamped(Low + Bias);

    /// <summary>The greatest result before the clamp, as the code computes it.</summary>
    public long HighestIndex => OneStep != null ? OneStep.At(High - Low) : Requantisation.Unclamped(High + Bias);
}
