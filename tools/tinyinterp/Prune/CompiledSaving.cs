// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Globalization;
using System.Linq;
using TinyInterp.Compiler;
using TinyInterp.Compiler.Measure;
using TinyInterp.Tool.Compile;

namespace TinyInterp.Tool.Prune;

/// <summary>What two versions of a model cost after compiling, in units of one Invoke and bytes of code.</summary>
internal sealed class CompiledSaving
{
    internal CompiledSaving(string file, byte[] before, byte[] after)
    {
        CompiledSource old = CompiledModels.Compile(file, before);
        CompiledSource now = CompiledModels.Compile(file, after);
        UnitsBefore = CompiledProfiler.Profile(old).Total.Units;
        Units = CompiledProfiler.Profile(now).Total.Units;
        CodeBytesBefore = old.CodeBytes;
        CodeBytes = now.CodeBytes;
        Macs = old.Layers.Sum(layer => layer.Macs);
    }

    /// <summary>Multiply-accumulates of the first version, zeros included.</summary>
    public long Macs { get; }

    /// <summary>Units of the first version.</summary>
    public double UnitsBefore { get; }

    /// <summary>Units of the second.</summary>
    public double Units { get; }

    /// <summary>Units of the second for each multiply-accumulate of the first.</summary>
    public double? UnitsPerMac => Macs == 0 ? null : Units / Macs;

    /// <summary>Bytes of code of the first version.</summary>
    public int CodeBytesBefore { get; }

    /// <summary>Bytes of code of the second.</summary>
    public int CodeBytes { get; }

    internal string Sentence()
    {
        return string.Create(
            CultureInfo.InvariantCulture,
            $"compiled: {UnitsBefore:#,0} -> {Units:#,0} units per Invoke, {KernelSaving.Saved(UnitsBefore, Units)}; "
            + $"{CodeBytesBefore:#,0} -> {CodeBytes:#,0} bytes of code, {KernelSaving.Saved(CodeBytesBefore, CodeBytes)}");
    }
}
