// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Golden;

/// <summary>A ModelException of either build, with the desktop's sentence on both.</summary>
public sealed class EngineException : Exception
{
    /// <summary>An error by its numbers.</summary>
    /// <param name="message">The build's own sentence, or null where it has none.</param>
    /// <param name="code">The number of its ErrorCode.</param>
    /// <param name="subgraph">As in ModelException.</param>
    /// <param name="node">As in ModelException.</param>
    /// <param name="tensor">As in ModelException.</param>
    /// <param name="expected">As in ModelException.</param>
    /// <param name="found">As in ModelException.</param>
    /// <param name="inner">The exception itself.</param>
    public EngineException(string? message, int code, int subgraph, int node, int tensor, long expected, long found, Exception inner)
        : base(message ?? ErrorText.Describe((ErrorCode)code, subgraph, node, tensor, expected, found), inner)
    {
        Code = (ErrorCode)code;
    }

    /// <summary>What is wrong.</summary>
    public ErrorCode Code { get; }
}
