// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp;

/// <summary>
/// The exception that the library throws for every error. On a device the message holds numbers only: "error 216, node 3, tensor 7:
/// expected 4, found 2". The desktop build makes a sentence of them that says what is wrong, where, and what to do; so does
/// <c>tinyinterp explain 216</c>.
/// </summary>
public sealed class ModelException : Exception
{
    /// <summary>Means "no such place" in <see cref="Subgraph"/>, <see cref="Node"/> and <see cref="Tensor"/>.</summary>
    public const int Nowhere = -1;

    /// <summary>An error at a place in the model.</summary>
    /// <param name="code">What is wrong.</param>
    /// <param name="subgraph">Index of the subgraph, or <see cref="Nowhere"/>.</param>
    /// <param name="node">Index of the node in its subgraph, or <see cref="Nowhere"/>.</param>
    /// <param name="tensor">
    /// Index of the tensor in its subgraph, or of the entry for errors in other lists, or <see cref="Nowhere"/>.
    /// </param>
    /// <param name="expected">What was needed, if a number can express it.</param>
    /// <param name="found">What was found instead.</param>
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
    /// <summary>An error about a custom operator or a file. Only the desktop's sentence includes its name.</summary>
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
    /// <summary>
    /// The error's numbers as text. It is built on each call, so an exception that is never printed costs no string.
    /// </summary>
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

    /// <summary>What was needed. For <see cref="ErrorCode.ArenaTooSmall"/> it is the number of bytes.</summary>
    public long Expected { get; }

    /// <summary>What was found instead.</summary>
    public long Found { get; }

    /// <summary>
    /// The same error with its node. Code that reads options does not know the node; whoever reads the error needs it.
    /// </summary>
    internal ModelException At(int subgraph, int node)
    {
        return new ModelException(Code, subgraph, node, Tensor, Expected, Found);
    }
}
