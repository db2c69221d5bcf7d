// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Golden;

/// <summary>One output of one set that is not what it must be.</summary>
public sealed class OutputDifference
{
    internal OutputDifference(int set, int output, int elementCount, int differing, int first, string got, string want)
    {
        Set = set;
        Output = output;
        ElementCount = elementCount;
        DifferingCount = differing;
        FirstIndex = first;
        Got = got;
        Want = want;
    }

    /// <summary>Which input set.</summary>
    public int Set { get; }

    /// <summary>Which output.</summary>
    public int Output { get; }

    /// <summary>Number of elements of the output.</summary>
    public int ElementCount { get; }

    /// <summary>How many elements differ.</summary>
    public int DifferingCount { get; }

    /// <summary>Position of the first of them, in row-major order.</summary>
    public int FirstIndex { get; }

    /// <summary>Its value.</summary>
    public string Got { get; }

    /// <summary>The value it must have.</summary>
    public string Want { get; }

    /// <summary>All that in one line.</summary>
    public override string ToString()
    {
        return "set " + Set + ", output " + Output + ": " + DifferingCount + " of " + ElementCount + " elements differ, the first at "
            + FirstIndex + ": got " + Got + ", want " + Want;
    }
}
