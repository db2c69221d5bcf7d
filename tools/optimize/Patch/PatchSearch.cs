// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using TinyInterp.Kernels;
using TinyInterp.Optimize.Quantize;
using TinyInterp.Planner;
using TinyInterp.Schema;
using TinyInterp.Writer;

namespace TinyInterp.Optimize.Patch;

/// <summary>Tries grids and lengths of the first stage, and measures each with the memory plan that is stored in it.</summary>
public sealed class PatchSearch
{
    private static readonly int[] _counts = [1, 2, 3, 4, 6, 8, 12, 16];

    // Most plans meet their bound at once; these are for those that do not.
    private static readonly TimeSpan _planLimit = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _planLimitOfMany = TimeSpan.FromSeconds(0.3);

    private readonly byte[] _model;
    private readonly FloatGraph _graph;
    private readonly IReadOnlyList<PatchStage> _stages;

    /// <summary>Finds the stages of a model.</summary>
    /// <param name="model">A model that can be run.</param>
    /// <param name="macs">Its multiply-accumulates.</param>
    /// <exception cref="PatchException">No node can run patch by patch.</exception>
    public PatchSearch(byte[] model, long macs)
    {
        _model = model;
        Macs = macs;
        _graph = Read(model);
        if (_graph.Model.OperatorCodes.Any(code => code.CustomCode == "TINYINTERP_PATCHES"))
        {
            throw new PatchException("the model runs patch by patch already; start with the model that it was made from");
        }

        _stages = PatchStage.Find(_graph, out string? end);
        End = end;
        if (_stages.Count == 0)
        {
            throw new PatchException("no stage can run patch by patch: " + (end ?? "the model has no nodes"));
        }

        (_, PeakBytes, LeanBytes) = Plan(model, _planLimit);
    }

    /// <summary>Multiply-accumulates without patches.</summary>
    public long Macs { get; }

    /// <summary>Peak of the activations without patches, planned like those with patches.</summary>
    public long PeakBytes { get; }

    /// <summary>The least arena without patches, planned likewise.</summary>
    public long LeanBytes { get; }

    /// <summary>Why the longest stage ends where it does; null if it is the whole model.</summary>
    public string? End { get; }

    /// <summary>Every stage with a grid, the shortest stage first. Stages that the grid does not fit are left out.</summary>
    /// <exception cref="PatchException">It fits none.</exception>
    public IReadOnlyList<PatchChoice> WithGrid(PatchGrid grid)
    {
        string? refusal = null;
        List<PatchChoice> choices = new List<PatchChoice>();
        foreach (PatchStage stage in _stages)
        {
            try
            {
                choices.Add(Try(stage, Axis(stage, 1, grid.Rows), Axis(stage, 2, grid.Columns), _planLimit));
            }
            catch (PatchException e)
            {
                refusal = e.Message;
            }
        }

        return choices.Count == 0 ? throw new PatchException("grid " + grid + ": " + refusal) : choices;
    }

    /// <summary>
    /// For each grid that helps within a limit, the stage with the least peak; the least peak of all first. Grids with neither a lower peak
    /// nor fewer multiply-accumulates than another are left out.
    /// </summary>
    /// <param name="maxOverhead">How many more multiply-accumulates the model may take, as a share of those without patches.</param>
    public IReadOnlyList<PatchChoice> Auto(double maxOverhead)
    {
        Dictionary<PatchGrid, PatchChoice> best = new Dictionary<PatchGrid, PatchChoice>();
        foreach (PatchStage stage in _stages.Reverse())
        {
            foreach ((AxisPlan rows, AxisPlan columns) in Axes(stage))
            {
                PatchGrid grid = new PatchGrid(rows.Count, columns.Count);
                long limit = best.TryGetValue(grid, out PatchChoice? found) ? found.PeakBytes : PeakBytes;
                if (MacsWith(stage, rows, columns) <= Macs * (1 + maxOverhead) && LeastPeak(stage, rows, columns) < limit)
                {
                    PatchChoice choice = Try(stage, rows, columns, _planLimitOfMany);
                    if (choice.PeakBytes < limit)
                    {
                        best[grid] = choice;
                    }
                }
            }
        }

        List<PatchChoice> worthIt = new List<PatchChoice>();
        foreach (PatchChoice choice in best.Values.OrderBy(choice => choice.PeakBytes).ThenBy(choice => choice.Macs))
        {
            if (worthIt.Count == 0 || choice.Macs < worthIt[^1].Macs)
            {
                worthIt.Add(choice);
            }
        }

        return worthIt;
    }

    private static FloatGraph Read(byte[] model)
    {
        try
        {
            return new FloatGraph(ModelDocument.Read(model));
        }
        catch (Exception e) when (e is InvalidDataException or NotSupportedException)
        {
            throw new PatchException(e.Message);
        }
    }

    /// <summary>
    /// Plans the memory of a model, and measures it. The plan is stored if it saves more than it adds to the model: on a board the model's
    /// bytes are on the same heap.
    /// </summary>
    private static (byte[] Model, long Peak, long Lean) Plan(byte[] model, TimeSpan limit)
    {
        (long peak, long lean) = Measure(model);
        ModelPlan plan = ModelPlanner.Plan(model, new PlanOptions { TimeLimit = limit, MayReorder = false, Kernels = new OpResolver().AddAll() });
        if (plan.IsBetter)
        {
            (long plannedPeak, long plannedLean) = Measure(plan.Model);
            if (lean - plannedLean > plan.Model.Length - model.Length)
            {
                return (plan.Model, plannedPeak, plannedLean);
            }
        }

        return (model, peak, lean);
    }

    private static (long Peak, long Lean) Measure(byte[] model)
    {
        ModelDiagnosis diagnosis = new ModelDiagnosis(ModelVerifier.Verify(model), new OpResolver().AddAll());
        return diagnosis.Errors.Count == 0 ? (diagnosis.Plan(0).ByteCount, diagnosis.LeanBytes) : throw diagnosis.Errors[0];
    }

    private AxisPlan Axis(PatchStage stage, int dimension, int count)
    {
        return new AxisPlan(_graph, stage, dimension, count);
    }

    private IEnumerable<(AxisPlan Rows, AxisPlan Columns)> Axes(PatchStage stage)
    {
        AxisPlan[] rows = Plans(stage, 1);
        AxisPlan[] columns = Plans(stage, 2);
        return rows.SelectMany(_ => columns, (row, column) => (row, column)).Where(pair => pair.row.Count * pair.column.Count > 1);
    }

    private AxisPlan[] Plans(PatchStage stage, int dimension)
    {
        List<AxisPlan> plans = new List<AxisPlan>();
        foreach (int count in _counts)
        {
            try
            {
                plans.Add(Axis(stage, dimension, count));
            }
            catch (PatchException)
            {
                // This many do not fit; others may.
            }
        }

        return plans.ToArray();
    }

    private long MacsWith(PatchStage stage, AxisPlan rows, AxisPlan columns)
    {
        return Macs - stage.Macs(_graph) + stage.Layers.Sum(layer => PatchRewriter.Macs(layer, rows, columns));
    }

    /// <summary>
    /// What no plan can go below: the stage's input and output, and for one patch the output of a layer or an input, which it may lie over.
    /// </summary>
    private long LeastPeak(PatchStage stage, AxisPlan rows, AxisPlan columns)
    {
        long Patch(int tensor)
        {
            return (long)rows.RangeOf(tensor).Count * columns.RangeOf(tensor).Count * _graph.Shape(tensor)[3] * Width(tensor);
        }

        long ends = (long)_graph.Count(stage.Input) * Width(stage.Input) + (long)_graph.Count(stage.Output) * Width(stage.Output);
        return ends + stage.Layers.Where(layer => rows.Uses(layer.Output)).Max(layer => layer.Inputs.Append(layer.Output).Max(Patch));
    }

    private int Width(int tensor)
    {
        return (int)TensorTypes.ByteCount(_graph.Tensor(tensor).Type, 1);
    }

    private PatchChoice Try(PatchStage stage, AxisPlan rows, AxisPlan columns, TimeSpan planLimit)
    {
        // The stage was found in this graph, so a copy has the same nodes and tensors at the same indices.
        (byte[] model, long peak, long lean) = Plan(
            PatchRewriter.Run(new FloatGraph(ModelDocument.Read(_model)), stage, rows, columns), planLimit);
        PatchLayerCost[] layers = stage.Layers.Select(layer => Cost(stage, layer, rows, columns)).ToArray();
        return new PatchChoice(
            new PatchGrid(rows.Count, columns.Count), stage.First, stage.Last, peak, lean, MacsWith(stage, rows, columns), layers, model);
    }

    private PatchLayerCost Cost(PatchStage stage, PatchLayer layer, AxisPlan rows, AxisPlan columns)
    {
        int[] shape = _graph.Shape(layer.Output);
        int Halo(AxisPlan axis, AxisWindow window)
        {
            return axis.Count == 1 || !axis.Uses(layer.Output) || window.Span <= window.Stride
                ? 0
                : (window.Span - window.Stride) * axis.StrideOf(stage.Input) / (axis.StrideOf(layer.Output) * window.Stride);
        }

        return new PatchLayerCost(
            layer.Index, layer.Name, shape[1] * shape[2] * layer.MacsPerCell, PatchRewriter.Macs(layer, rows, columns),
            Halo(rows, layer.Rows), Halo(columns, layer.Columns));
    }
}
