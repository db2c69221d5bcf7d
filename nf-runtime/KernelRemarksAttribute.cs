// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Diagnostics;

namespace TinyInterp;

/// <summary>
/// What a reader of the operator page should know of a kernel beyond its types. Only desktop builds define the symbol, so the text
/// takes no room on a device.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
[Conditional("TINYINTERP_DESKTOP")]
public sealed class KernelRemarksAttribute : Attribute
{
    /// <summary>Remarks in one line.</summary>
    public KernelRemarksAttribute(string text)
    {
        Text = text;
    }

    /// <summary>The remarks.</summary>
    public string Text { get; }
}
