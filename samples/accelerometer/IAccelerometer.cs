// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace AccelerometerSample;

/// <summary>A source of acceleration, 50 samples a second.</summary>
public interface IAccelerometer
{
    /// <summary>Waits for the next sample.</summary>
    /// <param name="sample">Receives x, y and z in thousandths of g.</param>
    /// <returns>False where there will be no more.</returns>
    bool Read(short[] sample);
}
