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
    private readonly LoadedGraph _graph;

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
            _graph = new LoadedGraph(model, resolver, false, KernelByteLimit, 0, nodeErrors);
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

    /// <summary>Bytes of the arrays that kernels keep; 0 where the model cannot be run.</summary>
    public long KernelBytes => _errors.Count == 0 ? _graph.KernelBytes : 0;

    /// <summary>Bytes of variable tensors; 0 where the model cannot be run.</summary>
    public long VariableBytes
    {
        get
        {
            long bytes = 0;
            for (int r = 0; r < ArenaRegion.Count && _errors.Count == 0; r++)
            {
                bytes += (long)_graph.PersistentCounts[r] * ArenaRegion.ElementSize(r);
            }

            return bytes;
        }
    }

    /// <summary>Whether a subgraph is the main one or reached from it.</summary>
    public bool Reaches(int subgraph)
    {
        return _reached[subgraph];
    }

    /// <summary>The plan of a subgraph with scratch and what it calls, or null where there is none because the model cannot be run.</summary>
    public SubgraphPlan Plan(int subgraph)
    {
        return _errors.Count == 0 ? _graph.Subgraph(subgraph)?.Plan : null;
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
