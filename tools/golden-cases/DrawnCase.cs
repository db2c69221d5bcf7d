// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;

namespace TinyInterp.GoldenCases;

/// <summary>A case before the reference has run it.</summary>
/// <param name="Id">Its name and its folder's.</param>
/// <param name="Operator">The operator's name in the format.</param>
/// <param name="Type">The type of its data, in capitals.</param>
/// <param name="Model">The model's file.</param>
/// <param name="Inputs">For each input set the bytes of each input.</param>
public sealed record DrawnCase(string Id, string Operator, string Type, byte[] Model, IReadOnlyList<byte[][]> Inputs);
