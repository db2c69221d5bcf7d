// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;
using TinyInterp.Signal;

namespace TinyInterp.Kernels;

/// <summary>
/// SignalEnergy. out[k] = re[k]² + im[k]² for start_index ≤ k &lt; end_index, else 0. The sum of two squares of int16 values fits uint32.
/// </summary>
/// <supports>int16 spectrum, uint32 energies; options start_index, end_index</supports>
public sealed class SignalEnergy : Kernel
{
    private Tensor _input;
    private Tensor _output;
    private int _first;
    private int _end;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        SignalChecks.RequireCounts(context, 1, 1);
        _input = context.Input(0);
        _output = context.Output(0);
        SignalChecks.RequireVector(context, _input, TypeSet.Int16);
        SignalChecks.RequireVector(context, _output, TypeSet.UInt32);
        int points = _input.ElementCount / 2;
        FlexBufferReader options = CustomOptions.Of(context);
        _end = CustomOptions.InRange(
            context, options, "end_index", 0, points < _output.ElementCount ? points : _output.ElementCount);
        _first = CustomOptions.InRange(context, options, "start_index", 0, _end);
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        Array.Clear(_output.Int32, _output.Offset, _first);
        Array.Clear(_output.Int32, _output.Offset + _end, _output.ElementCount - _end);
        SpectrumEnergy.Apply(_input.Int16, _input.Offset, _first, _end, _output.Int32, _output.Offset);
    }
}

/// <content>SignalEnergy.</content>
public static partial class SignalKernels
{
    /// <summary>SignalEnergy.</summary>
    public static OpResolver AddSignalEnergy(this OpResolver resolver)
    {
        return resolver.AddCustom("SignalEnergy", static () => new SignalEnergy());
    }
}
