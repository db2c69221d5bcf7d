// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp;

/// <summary>
/// Makes the exceptions that name no place in the model. A throw then costs each caller one call, which saves bytecode.
/// </summary>
internal static class Errors
{
    /// <summary>An error that concerns no particular subgraph, node or tensor.</summary>
    internal static ModelException Of(ErrorCode code, long expected, long found)
    {
        return new ModelException(code, ModelException.Nowhere, ModelException.Nowhere, ModelException.Nowhere, expected, found);
    }
}
