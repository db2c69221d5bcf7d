// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.ModelTraining.Motion;

/// <summary>What a hand with an accelerometer does, in the order of the model's outputs.</summary>
public enum Gesture
{
    /// <summary>Rests or is moved slowly.</summary>
    Still,

    /// <summary>Moves to and fro along a line, 2.5 to 5 times a second.</summary>
    Shake,

    /// <summary>Draws circles, 0.8 to 1.6 a second.</summary>
    Circle,

    /// <summary>Knocks against something, up to three times a second.</summary>
    Knock,
}
