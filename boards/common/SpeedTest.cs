// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Boards;

/// <summary>
/// How fast a board's virtual machine is: runs loops whose cost is known and says how many nanoseconds a unit takes. A unit is one ldloc.0
/// (docs/il-meter.md), so the figure turns what <c>tinyinterp profile</c> counts into this board's milliseconds.
/// </summary>
public sealed class SpeedTest
{
    /// <summary>What a pass costs, by the IL meter; a test measures it again.</summary>
    public const long UnitsPerPass = 7456;

    private const int Length = 128;
    private const int LeastMilliseconds = 500;

    private readonly sbyte[] _values = new sbyte[Length];
    private readonly sbyte[] _weights = new sbyte[Length];
    private readonly long[] _packed = new long[Length];

    /// <summary>A speed test.</summary>
    public SpeedTest()
    {
        for (int i = 0; i < Length; i++)
        {
            _values[i] = (sbyte)i;
            _weights[i] = (sbyte)(Length - 1 - i);
            _packed[i] = i;
        }
    }

    /// <summary>Doubles the number of passes until they take half a second, and prints a line such as "250.3 ns a unit".</summary>
    public void Run(IBoard board)
    {
        long elapsed = 0;
        int passes = 1;
        while (elapsed < LeastMilliseconds)
        {
            passes *= 2;
            long start = board.Milliseconds;
            for (int i = 0; i < passes; i++)
            {
                Pass();
            }

            elapsed = board.Milliseconds - start;
        }

        long tenths = elapsed * 10000000 / (passes * UnitsPerPass);
        board.WriteLine(tenths / 10 + "." + tenths % 10 + " ns a unit: " + passes + " passes of " + UnitsPerPass + " units in " + elapsed + " ms");
    }

    /// <summary>The inner loops of kernels: products of bytes one at a time, then several in one multiplication of long words.</summary>
    /// <returns>A sum, so that nothing is left out.</returns>
    public long Pass()
    {
        sbyte[] values = _values;
        sbyte[] weights = _weights;
        int sum = 0;
        for (int i = 0; i < values.Length; i++)
        {
            sum += values[i] * weights[i];
        }

        long[] packed = _packed;
        long lanes = 0;
        for (int i = 0; i < packed.Length; i++)
        {
            lanes += packed[i] * values[i];
        }

        return sum + (lanes >> 16);
    }
}
