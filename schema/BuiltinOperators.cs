// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Schema;

/// <summary>The highest operator code and options tags of the schema as of 2026. The verifier refuses higher ones.</summary>
public static class BuiltinOperators
{
    /// <summary>The highest operator code.</summary>
    public const int Last = (int)BuiltinOperator.StablehloCase;

    /// <summary>The highest tag of the options union.</summary>
    public const int LastOptionsType = 126;

    /// <summary>The highest tag of the second options union.</summary>
    public const int LastOptions2Type = 23;
}
