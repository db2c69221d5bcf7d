// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

#if !NANOFRAMEWORK_1_0
using System.Collections;
using System.Collections.Generic;
using TinyInterp.Schema;

namespace TinyInterp;

/// <summary>
/// Everything that keeps a model from running, where loading stops at the first thing; and, where nothing does, the memory it would
/// take, without taking it. For tools: nodes are prepared as <see cref="MicroInterpreter.AllocateTensors"/> would.
/// </summary>
public sealed class ModelDiagnosis
{
    /// <summary>Beyond any board: what kernels may keep, so that a hostile model cannot take a desktop's memory.</summary>
    public const int KernelByteLimit = 1 << 28;

    private readonly List<ModelException> _errors = new List<ModelException>();
    private readonly ModelView _model;
    private readonly bool[] _reached;
    private readonly GraphLoader _graph;

    /// <summary>Examines the subgraphs that the main one reaches.</summary>
    /// <param name="model">A verified model.</param>
    /// <param name="resolver">The kernels to choose from.</param>
    public ModelDiagnosis(ModelView model, OpResolver resolver)
    {
        _model = model;
        _reached = new bool[model.SubgraphCount];
        CallTree calls = new CallTree(model);
        for (int i = 0; i < calls.Count; i++)
        {
            _reached[calls.Subgraph(i)] = true;
        }

        ArrayList nodeErrors = new ArrayList();
        try
        {
            _graph = new GraphLoader(model, resolver, new ArenaArrays(), false, KernelByteLimit, nodeErrors);
            if (nodeErrors.Count == 0)
            {
                LeanBytes = _graph.PersistentBytes + _graph.PlanBytes;
                _graph.PrepareFaster(new int[ArenaRegion.Count], KernelByteLimit);
            }
        }
        catch (ModelException e)
        {
            _errors.Add(e);
        }

        foreach (ModelException e in nodeErrors)
        {
            _errors.Add(e);
        }

        for (int s = 0; s < _reached.Length; s++)
        {
            if (_reached[s])
            {
                AddEnds(s);
            }
        }
    }

    /// <summary>What is unsupported; empty where the model can be run.</summary>
    public IReadOnlyList<ModelException> Errors => _errors;

    /// <summary>Bytes that kernels keep; 0 where the model cannot be run.</summary>
    public long KernelBytes => _errors.Count == 0 ? _graph.KernelBytes : 0;

    /// <summary>Bytes of variable tensors; 0 where the model cannot be run.</summary>
    public long VariableBytes => _errors.Count == 0 ? _graph.VariableBytes : 0;

    /// <summary>
    /// Bytes of the plan: scratch, activations and called subgraphs, with all the scratch that makes kernels faster; 0 where the model cannot
    /// be run.
    /// </summary>
    public long PlanBytes => _errors.Count == 0 ? _graph.PlanBytes : 0;

    /// <summary>The least arena that runs the model: nothing in it but what it cannot do without. 0 where the model cannot be run.</summary>
    public long LeanBytes { get; }

    /// <summary>Scratch of the nodes, in the order in which they asked for it; none where the model cannot be run.</summary>
    public IReadOnlyList<ScratchRequest> Scratch
    {
        get
        {
            List<ScratchRequest> requests = new List<ScratchRequest>();
            for (int i = 0; _errors.Count == 0 && i < _graph.Scratch.RequestCount; i++)
            {
                requests.Add(_graph.Scratch[i]);
            }

            return requests;
        }
    }

    /// <summary>Elements of scratch that each region begins with; activations lie behind it.</summary>
    public IReadOnlyList<int> ScratchCounts => _graph == null ? new int[ArenaRegion.Count] : _graph.Scratch.Counts;

    /// <summary>Whether a subgraph is the main one or reached from it.</summary>
    public bool Reaches(int subgraph)
    {
        return _reached[subgraph];
    }

    /// <summary>The plan of a subgraph with what it calls, or null where there is none because the model cannot be run.</summary>
    public SubgraphPlan Plan(int subgraph)
    {
        return _errors.Count == 0 ? _graph.PlanOf(subgraph) : null;
    }

    /// <summary>Inputs and outputs that cannot be in an arena: no node need touch them, so none would have complained.</summary>
    private void AddEnds(int index)
    {
        SubgraphView subgraph = new SubgraphView(_model.Reader);
        TensorView tensor = new TensorView(_model.Reader);
        _model.Subgraph(index, subgraph);
        for (int i = 0; i < subgraph.InputCount + subgraph.OutputCount; i++)
        {
            int t = i < subgraph.InputCount ? subgraph.Input(i) : subgraph.Output(i - subgraph.InputCount);
            subgraph.Tensor(t, tensor);
            if (ArenaRegion.OfType(tensor.Type) == ArenaRegion.None
                && !_errors.Exists(e => e.Code == ErrorCode.TensorTypeUnsupported && e.Subgraph == index && e.Tensor == t))
            {
                _errors.Add(new ModelException(
                    ErrorCode.TensorTypeUnsupported, index, ModelException.Nowhere, t, 0, (int)tensor.Type));
            }
        }
    }
}
#endif
