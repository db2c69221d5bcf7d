// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Signal;

/// <summary>The energy of each point of an int16 spectrum: out[k] = re[k]² + im[k]², a uint32 stored in an int.</summary>
public static class SpectrumEnergy
{
    /// <summary>Computes the energies of points <paramref name="first"/> to <paramref name="end"/> − 1.</summary>
    /// <param name="spectrum">Real and imaginary parts, interleaved.</param>
    /// <param name="spectrumStart">Index of the real part of point 0.</param>
    /// <param name="first">The first point.</param>
    /// <param name="end">The point after the last.</param>
    /// <param name="output">Receives the energies.</param>
    /// <param name="outputStart">Index of the energy of point 0.</param>
    public static void Apply(short[] spectrum, int spectrumStart, int first, int end, int[] output, int outputStart)
    {
        int at = spectrumStart + 2 * first;
        int last = outputStart + end;
        for (int k = outputStart + first; k < last; k++)
        {
            int real = spectrum[at++];
            int imaginary = spectrum[at++];
            output[k] = real * real + imaginary * imaginary;
        }
    }
}
