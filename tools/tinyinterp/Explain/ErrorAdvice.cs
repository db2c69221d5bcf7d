// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Tool.Explain;

/// <summary>What stands behind an error code.</summary>
/// <param name="Code">The code.</param>
/// <param name="Cause">How that comes about.</param>
/// <param name="Remedy">What to do.</param>
internal sealed record ErrorAdvice(ErrorCode Code, string Cause, string Remedy)
{
    /// <summary>What it says, in the words of its documentation.</summary>
    internal string Sentence => ErrorSentences.Of(Code);
}
