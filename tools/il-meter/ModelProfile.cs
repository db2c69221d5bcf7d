// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;

namespace TinyInterp.IlMeter;

/// <summary>What one Invoke of a model cost.</summary>
/// <param name="Total">The whole Invoke.</param>
/// <param name="Nodes">Each node that ran, in the order of first runs.</param>
public sealed record ModelProfile(IlReading Total, IReadOnlyList<NodeProfile> Nodes);
