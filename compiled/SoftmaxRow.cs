// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Compiled;

/// <summary>
/// SOFTMAX of int8: out[j] = exp(β · s · (in[j] − max)) / Σ_k exp(β · s · (in[k] − max)), bit for bit as the interpreter's kernel computes
/// it. A table in Q0 holds the exponentials of all differences that matter.
/// </summary>
public static class SoftmaxRow
{
    private const int SumIntegerBits = 12;

    // 48/17 and -32/17 in Q2: the line from which Newton's iteration starts.
    private const int FirstEstimate = 1515870810;
    private const int FirstSlope = -1010580540;

    /// <summary>Computes one row.</summary>
    /// <param name="data">The array of input and output.</param>
    /// <param name="input">Index of the row's first input.</param>
    /// <param name="output">Index of the row's first output.</param>
    /// <param name="depth">Number of elements in the row.</param>
    /// <param name="exponentials">exp of each difference, from 0 on. Larger differences count as 0.</param>
    public static void Int8(sbyte[] data, int input, int output, int depth, int[] exponentials)
    {
        int count = exponentials.Length;
        int end = input + depth;
        int max = sbyte.MinValue;
        for (int i = input; i < end; i++)
        {
            int value = data[i];
            if (value > max)
            {
                max = value;
            }
        }

        int sum = 0;
        for (int i = input; i < end; i++)
        {
            int difference = max - data[i];
            if (difference < count)
            {
                // int.MaxValue plus the half needs 64 bits.
                sum += (int)(((long)exponentials[difference] + (1 << (SumIntegerBits - 1))) >> SumIntegerBits);
            }
        }

        int zeros = 0;
        for (int value = sum; value > 0; value <<= 1)
        {
            zeros++;
        }

        long scale = OneOverOnePlus((sum << zeros) - int.MinValue);
        int shift = SumIntegerBits - zeros + 31 - 8;
        long half = 1L << (shift - 1);
        for (; input < end; input++, output++)
        {
            int difference = max - data[input];
            int value = sbyte.MinValue;
            if (difference < count)
            {
                long product = (scale * exponentials[difference] + 0x40000000L) >> 31;
                value = (int)((product + half) >> shift) + sbyte.MinValue;
                if (value > sbyte.MaxValue)
                {
                    value = sbyte.MaxValue;
                }
            }

            data[output] = (sbyte)value;
        }
    }

    /// <summary>1 / (1 + a) in Q0 for a in [0, 1) in Q0, by three Newton steps on d = (1 + a) / 2.</summary>
    private static int OneOverOnePlus(int a)
    {
        // a + 2^31. The literal 0x80000000L would make the expression, and so the shift, unsigned on the VM.
        long d = (a - (long)int.MinValue) >> 1;
        long x = FirstEstimate + ((d * FirstSlope + 0x40000000L) >> 31);
        for (int i = 0; i < 3; i++)
        {
            long error = (1 << 29) - ((d * x + 0x40000000L) >> 31);
            x += ((x * error + 0x40000000L) >> 31) << 2;
        }

        return x >= 1 << 30 ? int.MaxValue : (int)x << 1;
    }
}
