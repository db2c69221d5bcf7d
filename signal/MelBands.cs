// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Signal;

/// <summary>
/// Energies of overlapping triangular bands. The weight of band b rises from 0 at edge b to its full weight, 64, at edge b + 1, and falls
/// to 0 at edge b + 2. So the weights of each frequency between the second edge and the last but one add up to 64.
/// </summary>
public sealed class MelBands
{
    private const int WeightBits = 6;

    private readonly int[] _edges;
    private readonly long[] _rise;

    /// <summary>Creates bands between the given edges.</summary>
    /// <param name="edges">Ascending frequency indices, two more than there are bands.</param>
    public MelBands(int[] edges)
    {
        _edges = edges;
        _rise = new long[edges[edges.Length - 1]];
        for (int s = 0; s + 1 < edges.Length; s++)
        {
            int width = edges[s + 1] - edges[s];
            for (int k = edges[s]; k < edges[s + 1]; k++)
            {
                _rise[k] = (((k - edges[s]) << WeightBits) + width / 2) / width;
            }
        }
    }

    /// <summary>Number of bands.</summary>
    public int Count => _edges.Length - 2;

    /// <summary>Computes the energy of each band.</summary>
    /// <param name="power">Power by frequency, up to the last edge. 64 times the sum of a band's powers must fit 63 bits.</param>
    /// <param name="energy">Receives <see cref="Count"/> energies.</param>
    public void Sum(long[] power, long[] energy)
    {
        int[] edges = _edges;
        long[] rise = _rise;
        int last = edges.Length - 2;
        long risen = 0;
        for (int s = 0; s <= last; s++)
        {
            long whole = 0;
            long rising = 0;
            int end = edges[s + 1];
            for (int k = edges[s]; k < end; k++)
            {
                long p = power[k];
                whole += p;
                rising += p * rise[k];
            }

            if (s != 0)
            {
                energy[s - 1] = risen + (whole << WeightBits) - rising;
            }

            risen = rising;
        }
    }
}
