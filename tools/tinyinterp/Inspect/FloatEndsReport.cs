// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.IO;
using System.Linq;
using TinyInterp.Optimize.FloatEnds;

namespace TinyInterp.Tool.Inspect;

/// <summary>What a model would need without QUANTIZE at its inputs and DEQUANTIZE at its outputs.</summary>
internal sealed class FloatEndsReport
{
    private FloatEndsReport(StrippedModel stripped, byte[] model, long fastBefore, long leanBefore)
    {
        ArenaNeeds needs = ArenaNeeds.Of(model);
        Inputs = stripped.Changed.Where(end => end.IsInput).Select(end => end.Name).ToArray();
        Outputs = stripped.Changed.Where(end => !end.IsInput).Select(end => end.Name).ToArray();
        FastBytes = needs.FastBytes;
        LeanBytes = needs.LeanBytes;
        SavedFastBytes = fastBefore - FastBytes;
        SavedLeanBytes = leanBefore - LeanBytes;
    }

    /// <summary>Inputs that would be integers.</summary>
    public string[] Inputs { get; }

    /// <summary>Outputs that would be integers.</summary>
    public string[] Outputs { get; }

    /// <summary>The arena with which the model would run as fast as it can.</summary>
    public long FastBytes { get; }

    /// <summary>The least arena with which it would run.</summary>
    public long LeanBytes { get; }

    /// <summary>Bytes by which the first is smaller than now.</summary>
    public long SavedFastBytes { get; }

    /// <summary>Bytes by which the second is smaller than now.</summary>
    public long SavedLeanBytes { get; }

    /// <summary>The report; null if the model has no such nodes, or cannot be run.</summary>
    internal static FloatEndsReport? Of(byte[] model, ArenaTotals arena)
    {
        if (arena is not { FastBytes: long fast, LeanBytes: long lean })
        {
            return null;
        }

        try
        {
            StrippedModel stripped = FloatEndStripper.Run(model);
            return stripped.Model is byte[] bytes ? new FloatEndsReport(stripped, bytes, fast, lean) : null;
        }
        catch (Exception e) when (e is InvalidDataException or NotSupportedException)
        {
            // The model holds something that the writer has no place for, so strip-float-io refuses it too.
            return null;
        }
    }
}
