// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp;

/// <summary>The one place that makes exceptions, so that a throw costs each caller a single call.</summary>
internal static class Errors
{
    /// <summary>An error with no place in the model.</summary>
    internal static ModelException Of(ErrorCode code, long expected, long found)
    {
        return new ModelException(code, ModelException.Nowhere, ModelException.Nowhere, ModelException.Nowhere, expected, found);
    }
}
