// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Kernels;

/// <summary>
/// Registers the kernels of this assembly. Each operator's file adds its own call; this file has the one that registers them all.
/// </summary>
public static partial class SignalKernels
{
    /// <summary>Every kernel of this assembly.</summary>
    public static OpResolver AddAllSignal(this OpResolver resolver)
    {
        return resolver
            .AddSignalDelay()
            .AddSignalEnergy()
            .AddSignalFftAutoScale()
            .AddSignalFilterBank()
            .AddSignalFilterBankLog()
            .AddSignalFilterBankSpectralSubtraction()
            .AddSignalFilterBankSquareRoot()
            .AddSignalFramer()
            .AddSignalIrfft()
            .AddSignalOverlapAdd()
            .AddSignalPcan()
            .AddSignalRfft()
            .AddSignalStacker()
            .AddSignalWindow();
    }
}
