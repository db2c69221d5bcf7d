// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;

namespace TinyInterp.Golden;

/// <summary>What came of one case.</summary>
public sealed class CaseResult
{
    internal CaseResult(GoldenCase golden, IReadOnlyList<OutputDifference> differences, string? error, long allocatedBytes)
    {
        Case = golden;
        Differences = differences;
        Error = error;
        AllocatedBytes = allocatedBytes;
    }

    /// <summary>The case.</summary>
    public GoldenCase Case { get; }

    /// <summary>Outputs that differ, by set and output.</summary>
    public IReadOnlyList<OutputDifference> Differences { get; }

    /// <summary>Why the case could not run to its end, or null.</summary>
    public string? Error { get; }

    /// <summary>Most bytes that one Invoke allocated; must be 0, but is not part of <see cref="Passed"/>.</summary>
    public long AllocatedBytes { get; }

    /// <summary>Whether every output of every set is what it must be.</summary>
    public bool Passed => Error == null && Differences.Count == 0;

    /// <summary>Id, operator, type and verdict in one line.</summary>
    public override string ToString()
    {
        string verdict = Error ?? (Differences.Count == 0 ? "passed" : Differences[0].ToString());
        string more = Error == null && Differences.Count > 1 ? " (and " + (Differences.Count - 1) + " more outputs)" : string.Empty;
        return Case + " (" + Case.Operator + (Case.Type.Length == 0 ? string.Empty : " " + Case.Type) + "): " + verdict + more;
    }
}
