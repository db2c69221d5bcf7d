// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Signal;

/// <summary>
/// Triangular filters over energies. Two neighbouring channels share each frequency: channel c takes Σ_j weight[j]·energy[j] over its own
/// band and Σ_j unweight[j]·energy[j] over the band before it. Energies are uint32 values, stored in ints. A term is below 2^47, so a
/// 64-bit sum holds 2^16 of them.
/// </summary>
public static class FilterBank
{
    /// <summary>Computes all channels.</summary>
    /// <param name="energy">Energies.</param>
    /// <param name="energyStart">Index of the energy of frequency 0.</param>
    /// <param name="weights">Weights of all bands.</param>
    /// <param name="weightsStart">Index of the first weight.</param>
    /// <param name="unweights">For each weight, the share of the frequency that goes to the next channel.</param>
    /// <param name="unweightsStart">Index of the first unweight.</param>
    /// <param name="bands">
    /// For each of <paramref name="channels"/> + 1 bands three numbers: its first frequency, the index of its first weight, and its
    /// width. Band 0 contributes only to channel 0.
    /// </param>
    /// <param name="bandsStart">Index of the first band's numbers.</param>
    /// <param name="channels">Number of channels.</param>
    /// <param name="output">Receives one sum per channel.</param>
    /// <param name="outputStart">Index of the first output.</param>
    public static void Apply(
        int[] energy, int energyStart, short[] weights, int weightsStart, short[] unweights, int unweightsStart, short[] bands,
        int bandsStart, int channels, long[] output, int outputStart)
    {
        long passed = 0;
        int entry = bandsStart;
        for (int band = 0; band <= channels; band++)
        {
            int at = energyStart + bands[entry];
            int w = weightsStart + bands[entry + 1];
            int u = unweightsStart + bands[entry + 1];
            long sum = passed;
            passed = 0;
            for (int end = at + bands[entry + 2]; at < end; at++)
            {
                long value = energy[at] & 0xFFFFFFFFL;
                sum += weights[w++] * value;
                passed += unweights[u++] * value;
            }

            if (band != 0)
            {
                output[outputStart++] = sum;
            }

            entry += 3;
        }
    }
}
