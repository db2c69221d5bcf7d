// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Globalization;
using TinyInterp.Schema;

namespace TinyInterp.Golden;

/// <summary>Compares outputs: integers to the byte, float32 to one unit in the last place or a millionth of the value.</summary>
public static class OutputComparer
{
    private const double RelativeTolerance = 1e-6;

    /// <summary>Compares the bytes of one output.</summary>
    /// <param name="tensor">What the output is.</param>
    /// <param name="got">Its bytes.</param>
    /// <param name="want">The bytes it must have; as many.</param>
    /// <param name="set">Which input set, for the report.</param>
    /// <param name="output">Which output, for the report.</param>
    /// <returns>The difference, or null where there is none.</returns>
    public static OutputDifference? Compare(TensorInfo tensor, byte[] got, byte[] want, int set, int output)
    {
        int width = tensor.ElementCount == 0 ? 0 : got.Length / tensor.ElementCount;
        int differing = 0;
        int first = -1;
        for (int i = 0; i < tensor.ElementCount; i++)
        {
            ReadOnlySpan<byte> a = got.AsSpan(i * width, width);
            ReadOnlySpan<byte> b = want.AsSpan(i * width, width);
            if (!a.SequenceEqual(b) && !(tensor.Type == TensorType.Float32 && AreClose(BitConverter.ToSingle(a), BitConverter.ToSingle(b))))
            {
                first = differing++ == 0 ? i : first;
            }
        }

        return differing == 0
            ? null
            : new OutputDifference(
                set, output, tensor.ElementCount, differing, first,
                Text(tensor.Type, got.AsSpan(first * width, width)), Text(tensor.Type, want.AsSpan(first * width, width)));
    }

    /// <summary>Whether a float32 result is as near to the reference's as it has to be.</summary>
    public static bool AreClose(float got, float want)
    {
        if (got == want || (float.IsNaN(got) && float.IsNaN(want)))
        {
            return true;
        }

        return float.IsFinite(got) && float.IsFinite(want)
            && (Math.Abs(Rank(got) - Rank(want)) <= 1 || Math.Abs((double)got - want) <= RelativeTolerance * Math.Abs((double)want));
    }

    /// <summary>The place of a value among all singles in order, both zeros at 0.</summary>
    private static long Rank(float value)
    {
        int bits = BitConverter.SingleToInt32Bits(value);
        return bits < 0 ? -(long)(bits & int.MaxValue) : bits;
    }

    private static string Text(TensorType type, ReadOnlySpan<byte> element)
    {
        IFormatProvider culture = CultureInfo.InvariantCulture;
        switch (type)
        {
            case TensorType.Float32:
                return BitConverter.ToSingle(element).ToString("R", culture);
            case TensorType.Int8:
                return ((sbyte)element[0]).ToString(culture);
            case TensorType.Int16:
                return BitConverter.ToInt16(element).ToString(culture);
            case TensorType.Int32:
                return BitConverter.ToInt32(element).ToString(culture);
            case TensorType.UInt32:
                return BitConverter.ToUInt32(element).ToString(culture);
            case TensorType.Int64:
                return BitConverter.ToInt64(element).ToString(culture);
            case TensorType.UInt8:
            case TensorType.Bool:
                return element[0].ToString(culture);
            default:
                return "0x" + Convert.ToHexString(element);
        }
    }
}
