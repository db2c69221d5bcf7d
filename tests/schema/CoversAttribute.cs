// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Tests.Schema;

/// <summary>Marks a test that provokes an error code; <see cref="ErrorCodeTests"/> shows that none is left out.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class CoversAttribute : Attribute
{
    public CoversAttribute(ErrorCode code)
    {
        Code = code;
    }

    public ErrorCode Code { get; }
}
