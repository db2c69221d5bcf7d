// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Kernels;

/// <summary>
/// Registers the kernels of custom operators: the audio front end, streaming, detection and compressed constants. Each operator's file
/// adds its own call, and this one adds them all.
/// </summary>
public static partial class AudioKernels
{
    /// <summary>Every kernel of this assembly.</summary>
    public static OpResolver AddAllAudio(this OpResolver resolver)
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
            .AddSignalStacker()
            .AddCircularBuffer()
            .AddDetectionPostProcess()
            .AddTflmDecode();
    }
}
