// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using TinyInterp.Schema;

namespace TinyInterp.Tool.Inspect;

/// <summary>One thing that keeps a model from running.</summary>
internal sealed class UnsupportedReport
{
    internal UnsupportedReport(ModelException e, IReadOnlyList<SubgraphReport> subgraphs)
    {
        Code = (int)e.Code;
        Error = e.Code.ToString();
        Subgraph = e.Subgraph < 0 ? null : e.Subgraph;
        Node = e.Node < 0 ? null : e.Node;
        Tensor = e.Tensor < 0 ? null : e.Tensor;
        Operator = Subgraph.HasValue && Node.HasValue ? subgraphs[e.Subgraph].Operators[e.Node].Operator : null;
        Call = e.Code == ErrorCode.KernelMissing ? ErrorText.RegistrationCall((BuiltinOperator)e.Expected, Operator) : null;
        Message = e.Message;
    }

    /// <summary>Number of the error.</summary>
    public int Code { get; }

    /// <summary>Name of the error.</summary>
    public string Error { get; }

    /// <summary>Subgraph, where it has one.</summary>
    public int? Subgraph { get; }

    /// <summary>Node, where it has one.</summary>
    public int? Node { get; }

    /// <summary>Tensor, where it has one.</summary>
    public int? Tensor { get; }

    /// <summary>The node's operator.</summary>
    public string? Operator { get; }

    /// <summary>For a missing kernel the call that registers it.</summary>
    public string? Call { get; }

    /// <summary>What is wrong, where, and what to do.</summary>
    public string Message { get; }
}
