// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Tool.Operators;

/// <summary>One kernel in the catalogue.</summary>
/// <param name="Operator">Name in the format, or the custom operator's.</param>
/// <param name="IsCustom">Whether it is a custom operator.</param>
/// <param name="Call">The call that registers it.</param>
/// <param name="Types">Types of the tensor that decides; empty for custom operators, which check for themselves.</param>
/// <param name="MaxVersion">The newest version whose meaning the kernel knows; null for custom operators.</param>
/// <param name="Remarks">What else to know.</param>
/// <param name="Assembly">The assembly it comes with.</param>
/// <param name="Bytecode">Bytes of IL of its own class on a device, without what it shares.</param>
internal sealed record OperatorEntry(
    string Operator, bool IsCustom, string Call, string[] Types, int? MaxVersion, string Remarks, string Assembly, int Bytecode);
