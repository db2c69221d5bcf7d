// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.IlMeter;

/// <summary>What is known of a board: how fast it runs the VM, and its memory.</summary>
/// <param name="Name">Name of the firmware's target.</param>
/// <param name="NsPerUnit">Nanoseconds for one unit of cost.</param>
/// <param name="Basis">How that figure is known.</param>
/// <param name="Origin">Where it comes from.</param>
/// <param name="LeastHeapBytes">Free managed heap that an app can count on; null where there is no known limit.</param>
/// <param name="MostHeapBytes">Free managed heap of the same firmware at best: radio and peripherals take their part.</param>
/// <param name="LargestBlockBytes">The longest array that an app can count on: the heap is in pieces, and the VM has a limit of its own.</param>
/// <param name="DeploymentBytes">Flash for assemblies and resources.</param>
public sealed record Board(
    string Name,
    double NsPerUnit,
    SpeedBasis Basis,
    string Origin,
    long? LeastHeapBytes = null,
    long? MostHeapBytes = null,
    long? LargestBlockBytes = null,
    long? DeploymentBytes = null)
{
    /// <summary>Whether the speed was measured, not estimated or bounded.</summary>
    public bool IsMeasured => Basis == SpeedBasis.Measurement;

    /// <summary>The basis in words.</summary>
    public string BasisText => Basis == SpeedBasis.Measurement ? "measured" : Basis == SpeedBasis.Bound ? "at most" : "estimated";
}
