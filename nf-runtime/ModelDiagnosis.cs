// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

#if !NANOFRAMEWORK_1_0
using System.Collections;
using System.Collections.Generic;
using TinyInterp.Schema;

namespace TinyInterp;

/// <summary>
/// Everything that prevents a model from running, where loading stops at the first error; and, if nothing does, the memory that it would
/// take,
/// without taking it. For tools. Nodes are prepared as in <see cref="MicroInterpreter.AllocateTensors"/>.
/// </summary>
public sealed class ModelDiagnosis
{
    /// <summary>
    /// A limit for kernels' memory, above that of any board, so that a hostile model cannot take all of a desktop's memory.
    /// </summary>
    public const int KernelByteLimit = 1 << 28;

    private readonly List<ModelException> _errors = new List<ModelException>();
    private readonly ModelView _model;
    private readonly bool[] _reached;
    private readonly GraphLoader _graph;
    private readonly ArrayList _bytesUpTo = new ArrayList();
    private readonly int[] _firstNode;

    /// <summary>Examines the subgraphs that the main one reaches.</summary>
    /// <param name="model">A verified model.</param>
    /// <param name="resolver">The kernels to choose from.</param>
    public ModelDiagnosis(ModelView model, OpResolver resolver)
    {
        _model = model;
        _reached = new bool[model.SubgraphCount];
        _firstNode = new int[model.SubgraphCount];
        CallTree calls = new CallTree(model);
        SubgraphView subgraph = new SubgraphView(model.Reader);
        int nodes = 0;
        for (int i = 0; i < calls.Count; i++)
        {
            _reached[calls.Subgraph(i)] = true;
            _firstNode[calls.Subgraph(i)] = nodes;
            model.Subgraph(calls.Subgraph(i), subgraph);
            nodes += subgraph.OperatorCount;
        }

        ArrayList nodeErrors = new ArrayList();
        try
        {
            _graph = new GraphLoader(model, resolver, new ArenaArrays(), false, KernelByteLimit, nodeErrors, _bytesUpTo);
            if (nodeErrors.Count == 0)
            {
                _graph.Plan(true);
                LeanBytes = _graph.PersistentBytes + _graph.PlanBytes;
                _graph.Plan(false);
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

    /// <summary>What is not supported; empty if the model can be run.</summary>
    public IReadOnlyList<ModelException> Errors => _errors;

    /// <summary>Number of bytes that kernels requested; 0 if the model cannot be run.</summary>
    public long KernelBytes => _errors.Count == 0 ? _graph.KernelBytes : 0;

    /// <summary>Number of bytes of variable tensors; 0 if the model cannot be run.</summary>
    public long VariableBytes => _errors.Count == 0 ? _graph.VariableBytes : 0;

    /// <summary>
    /// Number of bytes of the plan: scratch, activations and called subgraphs, with all the scratch that makes kernels faster; 0 if the
    /// model cannot be run.
    /// </summary>
    public long PlanBytes => _errors.Count == 0 ? _graph.PlanBytes : 0;

    /// <summary>
    /// The smallest arena, in bytes, that can run the model, without anything that only makes it faster; 0 if it cannot be run.
    /// </summary>
    public long LeanBytes { get; }

    /// <summary>
    /// Number of bytes that the kernel of a node requested, a part of <see cref="KernelBytes"/>; 0 if the model cannot be run.
    /// </summary>
    public long KernelBytesOf(int subgraph, int node)
    {
        int index = _firstNode[subgraph] + node;
        return _errors.Count != 0 || !_reached[subgraph] ? 0
            : (long)_bytesUpTo[index] - (index == 0 ? 0 : (long)_bytesUpTo[index - 1]);
    }

    /// <summary>The scratch of all nodes, in the order of their requests; empty if the model cannot be run.</summary>
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

    /// <summary>Number of elements of scratch at the start of each region; activations follow it.</summary>
    public IReadOnlyList<int> ScratchCounts => _graph == null ? new int[ArenaRegion.Count] : _graph.Scratch.Counts;

    /// <summary>Whether a subgraph is the main one, or the main one calls it, directly or through others.</summary>
    public bool Reaches(int subgraph)
    {
        return _reached[subgraph];
    }

    /// <summary>The plan of a subgraph with those that it calls, or null if the model cannot be run.</summary>
    public SubgraphPlan Plan(int subgraph)
    {
        return _errors.Count == 0 ? _graph.PlanOf(subgraph) : null;
    }

    /// <summary>The plan of a subgraph's own tensors, without those that it calls, or null if the model cannot be run.</summary>
    public SubgraphPlan Activations(int subgraph)
    {
        BufferOverlaps overlaps = Overlaps(subgraph);
        return overlaps == null ? null : SubgraphPlan.Make(_model, subgraph, false, null, overlaps, false);
    }

    /// <summary>The tensors of a subgraph that may overlap, by their indices; null if the model cannot be run.</summary>
    public BufferOverlaps Overlaps(int subgraph)
    {
        return _errors.Count == 0 && _reached[subgraph] ? _graph.OverlapsOf(subgraph) : null;
    }

    /// <summary>
    /// Adds errors for inputs and outputs that cannot be in an arena. No node has to use them, so none may have reported them.
    /// </summary>
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
