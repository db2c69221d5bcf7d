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

    /// <summary>Number of output positions along one dimension; not positive where the window is larger than the input.</summary>
    public static int OutputSize(int padding, int input, int filter, int stride, int dilation)
    {
        int window = (filter - 1) * dilation + 1;
        return padding == Same ? (input + stride - 1) / stride : (input - window + stride) / stride;
    }

    /// <summary>Number of padded cells before the first input cell.</summary>
    public static int Before(int input, int output, int filter, int stride, int dilation)
    {
        int window = (filter - 1) * dilation + 1;
        int total = (output - 1) * stride + window - input;
        return total > 0 ? total / 2 : 0;
    }
}
