// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;

namespace TinyInterp.ModelTraining;

/// <summary>A trained model, before and after quantisation.</summary>
/// <param name="Name">Begins the names of the files.</param>
/// <param name="Float">The float32 model.</param>
/// <param name="Int8">The int8 model.</param>
/// <param name="Report">What was measured, a line each.</param>
public sealed record SampleModel(string Name, byte[] Float, byte[] Int8, IReadOnlyList<string> Report);
