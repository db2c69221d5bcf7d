// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;
using TinyInterp.Signal;

namespace TinyInterp.Kernels;

/// <summary>
/// SignalFilterBankSpectralSubtraction. noise ← (in·2^smoothing_bits·smoothing + noise·one_minus_smoothing) / 2^bits, with other factors
/// for odd channels than for even ones; out = max(in − noise / 2^smoothing_bits, in·min_signal_remaining / 2^bits). The second output is
/// the noise.
/// </summary>
/// <supports>uint32; keeps the noise from one Invoke to the next</supports>
public sealed class SignalFilterBankSpectralSubtraction : Kernel
{
    private Tensor _input;
    private Tensor _output;
    private Tensor _noise;
    private SpectralSubtraction _subtraction;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        SignalChecks.RequireCounts(context, 1, 2);
        _input = context.Input(0);
        _output = context.Output(0);
        _noise = context.Output(1);
        SignalChecks.RequireVector(context, _input, TypeSet.UInt32);
        SignalChecks.RequireVector(context, _output, TypeSet.UInt32);
        SignalChecks.RequireVector(context, _noise, TypeSet.UInt32);
        context.RequireSameShape(_output, _input);
        context.RequireSameShape(_noise, _input);
        FlexBufferReader options = CustomOptions.Of(context);
        int channels = options.Int32("num_channels");
        context.RequireElementCount(_input, channels);
        context.Charge(4L * channels);
        _subtraction = new SpectralSubtraction(channels);
        int bits = CustomOptions.InRange(context, options, "spectral_subtraction_bits", 0, 30);
        _subtraction.FractionBits = bits;
        _subtraction.SmoothingBits = CustomOptions.InRange(context, options, "smoothing_bits", 0, 31);
        _subtraction.Smoothing = Factor(context, options, "smoothing", bits);
        _subtraction.OneMinusSmoothing = Factor(context, options, "one_minus_smoothing", bits);
        _subtraction.AlternateSmoothing = Factor(context, options, "alternate_smoothing", bits);
        _subtraction.AlternateOneMinusSmoothing = Factor(context, options, "alternate_one_minus_smoothing", bits);
        _subtraction.MinSignalRemaining = Factor(context, options, "min_signal_remaining", bits);
        _subtraction.IsClamping = options.Bool("clamping", false);
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        _subtraction.Apply(_input.Int32, _input.Offset, _output.Int32, _output.Offset);
        Array.Copy(_subtraction.Noise, 0, _noise.Int32, _noise.Offset, _noise.ElementCount);
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        _subtraction.Reset();
    }

    /// <summary>A factor from 0 to 1 with <paramref name="bits"/> fractional bits.</summary>
    private static int Factor(PrepareContext context, FlexBufferReader options, string key, int bits)
    {
        return CustomOptions.InRange(context, options, key, 0, 1 << bits);
    }
}

/// <content>SignalFilterBankSpectralSubtraction.</content>
public static partial class SignalKernels
{
    /// <summary>SignalFilterBankSpectralSubtraction.</summary>
    public static OpResolver AddSignalFilterBankSpectralSubtraction(this OpResolver resolver)
    {
        return resolver.AddCustom(
            "SignalFilterBankSpectralSubtraction", static () => new SignalFilterBankSpectralSubtraction());
    }
}
