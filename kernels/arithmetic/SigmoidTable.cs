// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Kernels;

/// <summary>
/// The sigmoid for int16 operators: 256 samples of its right half in steps of 1/24, in units of 2^-16, with linear interpolation. For a
/// Q3.12 number times 3, the bits from 9 up are the sample's index; for tanh(x) = 2 sigmoid(2 x) - 1, those from 8 up. The samples are
/// defined in floating point, so they are stored rather than computed; a test computes them.
/// </summary>
public static class SigmoidTable
{
    // Created on first use. A static initialiser would cost heap before Main in every app that links this assembly.
    private static int[] _values;

    /// <summary>
    /// round(2^16 s(i)) for i from 0 to 254, where s(i) is sigmoid(i / 24) plus half of the error that the line from i to i + 1 has in
    /// its middle;
    /// the last entry is 2^16 - 1. The first access allocates the array.
    /// </summary>
    public static int[] Values
    {
        get
        {
            if (_values == null)
            {
                _values = new int[]
                {
                    32768, 33451, 34133, 34813, 35493, 36169, 36843, 37513, 38180, 38841, 39498, 40149, 40794, 41432, 42064, 42688,
                    43304, 43912, 44511, 45102, 45683, 46255, 46817, 47369, 47911, 48443, 48964, 49475, 49975, 50464, 50942, 51409,
                    51865, 52311, 52745, 53169, 53581, 53983, 54374, 54755, 55125, 55485, 55834, 56174, 56503, 56823, 57133, 57433,
                    57724, 58007, 58280, 58544, 58800, 59048, 59288, 59519, 59743, 59959, 60168, 60370, 60565, 60753, 60935, 61110,
                    61279, 61441, 61599, 61750, 61896, 62036, 62172, 62302, 62428, 62549, 62666, 62778, 62886, 62990, 63090, 63186,
                    63279, 63368, 63454, 63536, 63615, 63691, 63765, 63835, 63903, 63968, 64030, 64090, 64148, 64204, 64257, 64308,
                    64357, 64405, 64450, 64494, 64536, 64576, 64614, 64652, 64687, 64721, 64754, 64786, 64816, 64845, 64873, 64900,
                    64926, 64950, 64974, 64997, 65019, 65039, 65060, 65079, 65097, 65115, 65132, 65149, 65164, 65179, 65194, 65208,
                    65221, 65234, 65246, 65258, 65269, 65280, 65291, 65301, 65310, 65319, 65328, 65337, 65345, 65352, 65360, 65367,
                    65374, 65381, 65387, 65393, 65399, 65404, 65410, 65415, 65420, 65425, 65429, 65433, 65438, 65442, 65445, 65449,
                    65453, 65456, 65459, 65462, 65465, 65468, 65471, 65474, 65476, 65479, 65481, 65483, 65485, 65488, 65489, 65491,
                    65493, 65495, 65497, 65498, 65500, 65501, 65503, 65504, 65505, 65507, 65508, 65509, 65510, 65511, 65512, 65513,
                    65514, 65515, 65516, 65517, 65517, 65518, 65519, 65520, 65520, 65521, 65522, 65522, 65523, 65523, 65524, 65524,
                    65525, 65525, 65526, 65526, 65526, 65527, 65527, 65528, 65528, 65528, 65529, 65529, 65529, 65529, 65530, 65530,
                    65530, 65530, 65531, 65531, 65531, 65531, 65531, 65532, 65532, 65532, 65532, 65532, 65532, 65533, 65533, 65533,
                    65533, 65533, 65533, 65533, 65533, 65534, 65534, 65534, 65534, 65534, 65534, 65534, 65534, 65534, 65534, 65535,
                };
            }

            return _values;
        }
    }

    /// <summary>sigmoid(x) in Q0.15 of numbers with scale 2^-12 * <paramref name="multiplier"/> / 3, in place.</summary>
    /// <param name="table"><see cref="Values"/>. Read it in Prepare, because the first access allocates.</param>
    /// <param name="values">The array of the numbers.</param>
    /// <param name="start">Index of the first number.</param>
    /// <param name="count">Number of numbers.</param>
    /// <param name="multiplier">3 for Q3.12, doubled for each fractional bit fewer.</param>
    public static void Sigmoid(int[] table, short[] values, int start, int count, int multiplier)
    {
        for (int end = start + count; start < end; start++)
        {
            int x = values[start] * multiplier;
            int magnitude = x < 0 ? -x : x;
            int sample = magnitude >> 9;
            int left = sample >= 255 ? 0 : table[sample];
            int result = sample >= 255 ? 0x7FFF << 10 : (left << 9) + (magnitude & 0x1FF) * (table[sample + 1] - left);
            values[start] = (short)((x >= 0 ? result + (1 << 9) : (1 << 25) - result + (1 << 9) - 1) >> 10);
        }
    }

    /// <summary>tanh(x) in Q0.15 of numbers with scale 2^-12 * <paramref name="multiplier"/> / 3 / 2^<paramref name="shift"/>.</summary>
    /// <param name="table"><see cref="Values"/>. Read it in Prepare, because the first access allocates.</param>
    /// <param name="source">The array of the numbers.</param>
    /// <param name="from">Index of the first number.</param>
    /// <param name="target">Receives the results; may be <paramref name="source"/>.</param>
    /// <param name="to">Index of the first result.</param>
    /// <param name="count">Number of numbers.</param>
    /// <param name="multiplier">3 for Q3.12, doubled for each fractional bit fewer.</param>
    /// <param name="shift">Right shift of the product, with rounding; 0 for Q3.12 and fewer fractional bits.</param>
    public static void Tanh(int[] table, short[] source, int from, short[] target, int to, int count, int multiplier, int shift)
    {
        int round = shift > 0 ? 1 << (shift - 1) : 0;
        for (int end = from + count; from < end; from++, to++)
        {
            int x = (source[from] * multiplier + round) >> shift;
            int magnitude = x < 0 ? -x : x;
            int sample = magnitude >> 8;
            int left = sample >= 255 ? 0 : table[sample];
            int result = sample >= 255 ? 0xFFFF << 8 : (left << 8) + (magnitude & 0xFF) * (table[sample + 1] - left);
            target[to] = (short)((x >= 0 ? result - (1 << 23) + (1 << 7) : -result + (1 << 23) + (1 << 7) - 1) >> 8);
        }
    }
}
