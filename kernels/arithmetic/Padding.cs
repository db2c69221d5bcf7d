// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Kernels;

/// <summary>The rules of SAME and VALID padding. No other code repeats them.</summary>
public static class Padding
{
    /// <summary>
    /// Pads so that the output has ceil(input / stride) positions. If the number of padded cells is odd, the extra one is at the end.
    /// </summary>
    public const int Same = 0;

    /// <summary>Does not pad: only positions whose whole window lies inside the input.</summary>
    public const int Valid = 1;

    /// <summary>Number of cells from a window's first tap to its last, including both.</summary>
    public static long Span(int filter, int dilation)
    {
        return (filter - 1L) * dilation + 1;
    }

    /// <summary>Number of output positions along one dimension; 0 if the window is larger than the input.</summary>
    public static int OutputSize(int padding, int input, int filter, int stride, int dilation)
    {
        // Options may be any number up to 2^31, so their sums and products need 64 bits.
        long starts = padding == Same ? input : input - Span(filter, dilation) + 1;
        return starts <= 0 ? 0 : (int)((starts + stride - 1) / stride);
    }

    /// <summary>Number of padded cells before the first input cell; less than half the window's span.</summary>
    public static int Before(int input, int output, int filter, int stride, int dilation)
    {
        long total = (output - 1L) * stride + Span(filter, dilation) - input;
        return total > 0 ? (int)(total / 2) : 0;
    }
}
