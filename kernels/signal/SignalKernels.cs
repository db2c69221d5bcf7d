// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Kernels;

/// <summary>Registers the kernels of this assembly: each operator's file adds its own call, and this one adds them all.</summary>
public static partial class SignalKernels
{
    /// <summary>Every kernel of this assembly.</summary>
    public static OpResolver AddAllSignal(this OpResolver resolver)
    {
        return resolver.AddSignalWindow()
            .AddSignalFftAutoScale()
            .AddSignalRfft()
            .AddSignalIrfft()
            .AddSignalEnergy()
            .AddSignalFilterBank()
            .AddSignalFilterBankSquareRoot()
            .AddSignalFilterBankSpectralSubtraction()
            .AddSignalPcan()
            .AddSignalFilterBankLog()
            .AddSignalFramer()
            .AddSignalOverlapAdd()
            .AddSignalDelay()
            .AddSignalStacker();
    }
}
