// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Linq;
using TinyInterp.Schema;

namespace TinyInterp.Tool.Inspect;

/// <summary>A subgraph as inspect shows it.</summary>
internal sealed class SubgraphReport
{
    /// <summary>One node of a subgraph.</summary>
    internal static OperatorReport OperatorAt(ModelView model, int subgraph, int node)
    {
        SubgraphView view = new SubgraphView(model.Reader);
        OperatorView operatorView = new OperatorView(model.Reader);
        model.Subgraph(subgraph, view);
        TensorReport[] tensors = Enumerable.Range(0, view.TensorCount).Select(t => new TensorReport(model, view, t)).ToArray();
        view.Operator(node, operatorView);
        return new OperatorReport(model, operatorView, node, tensors);
    }

    internal SubgraphReport(ModelView model, int index, ModelDiagnosis diagnosis)
    {
        SubgraphView view = new SubgraphView(model.Reader);
        OperatorView node = new OperatorView(model.Reader);
        model.Subgraph(index, view);
        Index = index;
        Name = ErrorText.ReadString(model.Reader, view.Name);
        IsUsed = diagnosis.Reaches(index);
        Inputs = Enumerable.Range(0, view.InputCount).Select(view.Input).ToArray();
        Outputs = Enumerable.Range(0, view.OutputCount).Select(view.Output).ToArray();
        Tensors = Enumerable.Range(0, view.TensorCount).Select(t => new TensorReport(model, view, t)).ToArray();
        Operators = Enumerable.Range(0, view.OperatorCount).Select(n =>
        {
            view.Operator(n, node);
            return new OperatorReport(model, node, n, Tensors);
        }).ToArray();
        foreach (ModelException e in diagnosis.Errors.Where(e => e.Subgraph == index && e.Node >= 0))
        {
            Operators[e.Node].IsSupported = false;
        }

        foreach (OperatorReport report in Operators.Where(_ => IsUsed && diagnosis.Errors.Count == 0))
        {
            report.KernelBytes = diagnosis.KernelBytesOf(index, report.Index);
            report.ScratchBytes = diagnosis.Scratch.Where(request => request.Subgraph == index && request.Node == report.Index)
                .Sum(request => (long)request.Count * ArenaRegion.ElementSize(request.Region));
        }

        try
        {
            Arena = new ArenaReport(model, index, diagnosis, Tensors, Operators.Count);
        }
        catch (ModelException)
        {
            // An impossible plan in the model's metadata: the diagnosis has it among its errors.
        }
    }

    /// <summary>Index in the model.</summary>
    public int Index { get; }

    /// <summary>Name; may be empty.</summary>
    public string Name { get; }

    /// <summary>Whether it is the main subgraph or called by one that is used.</summary>
    public bool IsUsed { get; }

    /// <summary>How often an Invoke runs it: once for each patch if it computes patches, else 1, even where control flow decides.</summary>
    public int Runs { get; internal set; } = 1;

    /// <summary>Tensor indices of the inputs.</summary>
    public int[] Inputs { get; }

    /// <summary>Tensor indices of the outputs.</summary>
    public int[] Outputs { get; }

    /// <summary>Nodes in the order in which they run.</summary>
    public IReadOnlyList<OperatorReport> Operators { get; }

    /// <summary>Tensors.</summary>
    public IReadOnlyList<TensorReport> Tensors { get; }

    /// <summary>The memory plan, or null where the model prescribes an impossible one.</summary>
    public ArenaReport? Arena { get; }
}
