// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

#if !NANOFRAMEWORK_1_0
namespace System.Runtime.CompilerServices;

/// <summary>
/// Keeps a type out of a device's assembly. The device's class library defines the attribute; on .NET it has no effect.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum)]
internal sealed class ExcludeTypeAttribute : Attribute
{
}
#endif
