// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.IlMeter;

/// <summary>How a board's nanoseconds a unit are known.</summary>
public enum SpeedBasis
{
    /// <summary>Reckoned from the processor and its clock.</summary>
    Estimate,

    /// <summary>A measurement that holds more than the units counted: the board is at least as fast.</summary>
    Bound,

    /// <summary>A loop of known cost was timed on the board.</summary>
    Measurement,
}
