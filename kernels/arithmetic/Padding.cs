// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Kernels;

/// <summary>The one place that knows SAME and VALID.</summary>
public static class Padding
{
    /// <summary>Pad so that the output has ceil(input / stride) positions, the odd one behind.</summary>
    public const int Same = 0;

    /// <summary>Do not pad: only positions whose whole window lies in the input.</summary>
    public const int Valid = 1;

    /// <summary>Cells from a window's first tap to its last, both included.</summary>
    public static long Span(int filter, int dilation)
    {
        return (filter - 1L) * dilation + 1;
    }

    /// <summary>Number of output positions along one dimension; 0 where the window is larger than the input.</summary>
    public static int OutputSize(int padding, int input, int filter, int stride, int dilation)
    {
        // Options may be anything up to 2^31, so their sums and products need 64 bits.
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
