// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp;

namespace LayerNormSample;

/// <summary>Registers the operator, as TinyInterp's own assemblies register theirs.</summary>
public static class LayerNormRegistration
{
    /// <summary>The operator's name in a model.</summary>
    public const string OperatorName = "LayerNorm";

    /// <summary>LayerNorm of int8.</summary>
    /// <returns>The resolver, so that calls chain.</returns>
    public static OpResolver AddLayerNorm(this OpResolver resolver)
    {
        return resolver.AddCustom(OperatorName, static () => new LayerNorm());
    }
}
