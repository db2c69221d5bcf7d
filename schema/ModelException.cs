// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp;

/// <summary>
/// The one exception of the library. On a device its message has the numbers only, "error 216, node 3, tensor 7: expected 4, found 2"; the
/// desktop build turns them into a sentence that says what is wrong, where, and what to do, as <c>tinyinterp explain 216</c> does.
/// </summary>
public sealed class ModelException : Exception
{
    /// <summary>Stands for "no such place" in <see cref="Subgraph"/>, <see cref="Node"/> and <see cref="Tensor"/>.</summary>
    public const int Nowhere = -1;

    /// <summary>An error at a place in the model.</summary>
    /// <param name="code">What is wrong.</param>
    /// <param name="subgraph">Index of the subgraph, or <see cref="Nowhere"/>.</param>
    /// <param name="node">Index of the node in its subgraph, or <see cref="Nowhere"/>.</param>
    /// <param name="tensor">Index of the tensor in its subgraph (of the entry, for errors in other lists), or <see cref="Nowhere"/>.</param>
    /// <param name="expected">What was needed, where a number tells it.</param>
    /// <param name="found">What was there instead.</param>
    public ModelException(ErrorCode code, int subgraph, int node, int tensor, long expected, long found)
#if NANOFRAMEWORK_1_0
        : base()
#else
        : base(ErrorText.Describe(code, subgraph, node, tensor, expected, found))
#endif
    {
        Code = code;
        Subgraph = subgraph;
        Node = node;
        Tensor = tensor;
        Expected = expected;
        Found = found;
    }

#if !NANOFRAMEWORK_1_0
    /// <summary>An error about a custom operator, whose name only the desktop's sentence can carry.</summary>
    public ModelException(
        ErrorCode code, int subgraph, int node, int tensor, long expected, long found, string customName)
        : base(ErrorText.Describe(code, subgraph, node, tensor, expected, found, customName))
    {
        Code = code;
        Subgraph = subgraph;
        Node = node;
        Tensor = tensor;
        Expected = expected;
        Found = found;
    }
#endif

#if NANOFRAMEWORK_1_0
    /// <summary>The numbers in words. Made at each call, so an exception that nobody prints costs no string.</summary>
    public override string Message
    {
        get
        {
            string message = "error " + (int)Code;
            if (Subgraph > 0)
            {
                message += ", subgraph " + Subgraph;
            }

            if (Node != Nowhere)
            {
                message += ", node " + Node;
            }

            if (Tensor != Nowhere)
            {
                message += ", tensor " + Tensor;
            }

            return message + ": expected " + Expected + ", found " + Found;
        }
    }
#endif

    /// <summary>What is wrong.</summary>
    public ErrorCode Code { get; }

    /// <summary>Index of the subgraph, or <see cref="Nowhere"/>.</summary>
    public int Subgraph { get; }

    /// <summary>Index of the node, or <see cref="Nowhere"/>.</summary>
    public int Node { get; }

    /// <summary>Index of the tensor, or <see cref="Nowhere"/>.</summary>
    public int Tensor { get; }

    /// <summary>What was needed; for <see cref="ErrorCode.ArenaTooSmall"/> the exact number of bytes.</summary>
    public long Expected { get; }

    /// <summary>What was there instead.</summary>
    public long Found { get; }

    /// <summary>The same error at a node: the readers of options know none, whoever reads the error does want to.</summary>
    internal ModelException At(int subgraph, int node)
    {
        return new ModelException(Code, subgraph, node, Tensor, Expected, Found);
    }
}
