// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Signal;

/// <summary>The energy of each point of an int16 spectrum: out[k] = re[k]² + im[k]², a uint32 by its bits.</summary>
public static class SpectrumEnergy
{
    /// <summary>Computes energies from point <paramref name="first"/> up to, not including, <paramref name="end"/>.</summary>
    /// <param name="spectrum">Real and imaginary parts in turn.</param>
    /// <param name="spectrumStart">Index of the real part of point 0.</param>
    /// <param name="first">First point.</param>
    /// <param name="end">The point behind the last.</param>
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
