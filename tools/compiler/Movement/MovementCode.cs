// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Linq;
using TinyInterp.Compiler.Elementwise;
using TinyInterp.Compiler.Graph;
using TinyInterp.Compiler.Writing;
using TinyInterp.Schema;

namespace TinyInterp.Compiler.Movement;

/// <summary>
/// Operators that only move data, such as PAD, CONCATENATION and TRANSPOSE: the longest contiguous runs are copied, in as few loops as repeat them, and
/// constants are filled in.
/// </summary>
public sealed class MovementCode : LayerCode
{
    // More runs than that are a kernel's work: its loops are shorter than this code.
    private const int MostLoops = 24;

    // A call of Array.Copy costs as much as copying so many elements one by one.
    private const int LeastCopy = 4;

    private static readonly HashSet<BuiltinOperator> _operators =
    [
        BuiltinOperator.BatchToSpaceND, BuiltinOperator.BroadcastTo, BuiltinOperator.Concatenation, BuiltinOperator.DepthToSpace,
        BuiltinOperator.DynamicUpdateSlice, BuiltinOperator.Gather, BuiltinOperator.GatherND, BuiltinOperator.MirrorPad, BuiltinOperator.Pack,
        BuiltinOperator.Pad, BuiltinOperator.PadV2, BuiltinOperator.ResizeNearestNeighbor, BuiltinOperator.ReverseV2, BuiltinOperator.Slice,
        BuiltinOperator.SpaceToBatchND, BuiltinOperator.SpaceToDepth, BuiltinOperator.Split, BuiltinOperator.SplitV, BuiltinOperator.StridedSlice,
        BuiltinOperator.Tile, BuiltinOperator.Transpose, BuiltinOperator.Unpack,
    ];

    private readonly IReadOnlyList<RunLoop> _loops;
    private readonly IReadOnlyList<GraphTensor> _inputs;

    private MovementCode(GraphNode node, IReadOnlyList<RunLoop> loops, IReadOnlyList<GraphTensor> inputs)
        : base(node)
    {
        _loops = loops;
        _inputs = inputs;
    }

    /// <inheritdoc/>
    public override string Form => "copies";

    /// <inheritdoc/>
    public override IEnumerable<GraphTensor> Touched => _inputs.Concat(Node.Outputs);

    /// <summary>The code of an operator that moves data in a pattern of few loops, else null.</summary>
    public static MovementCode? TryNew(GraphNode node)
    {
        ElementMap? map = _operators.Contains(node.Code) ? ElementMap.Of(node) : null;
        if (map == null)
        {
            return null;
        }

        IReadOnlyList<RunLoop> loops = RunLoop.Find(map.Runs);
        if (loops.Count > MostLoops)
        {
            return null;
        }

        foreach (GraphTensor output in node.Outputs.Where(output => output.Type is TensorType.Int8 or TensorType.Int16))
        {
            Run[] runs = map.Runs.Where(run => run.Target == output).ToArray();
            output.Min = runs.Min(run => run.Source?.Min ?? (int)run.Value);
            output.Max = runs.Max(run => run.Source?.Max ?? (int)run.Value);
        }

        return new MovementCode(node, loops, map.Inputs);
    }

    /// <inheritdoc/>
    public override void Write(ModelWriter writer)
    {
        string region = writer.Region(Node.Outputs[0]);
        writer.AddPart(this, string.Empty, [region], code =>
        {
            for (int k = 0; k < _loops.Count; k++)
            {
                WriteLoop(code, region, _loops[k], k);
            }
        });
    }

    private static void WriteLoop(CSharpWriter code, string region, RunLoop loop, int number)
    {
        Run run = loop.First;
        string to = (run.Target.Offset + run.To).ToString();
        string? from = run.Source == null ? null : (run.Source.Offset + run.From).ToString();
        for (int level = loop.Levels.Count - 1; level >= 0; level--)
        {
            (int turns, int toStep, int fromStep) = loop.Levels[level];
            string p = "p" + number + "_" + level;
            string q = "q" + number + "_" + level;
            if (from != null)
            {
                code.Line("int " + p + " = " + from + ";");
            }

            // The walk is upwards, so its end is the place behind the last turn.
            code.Open("for (int " + q + " = " + to + "; " + q + " < " + ElementLoop.At(to, turns * toStep) + "; " + q + " += " + toStep + ")");
            to = q;
            from = from == null ? null : p;
        }

        WriteRun(code, region, run, to, from);
        for (int level = 0; level < loop.Levels.Count; level++)
        {
            int step = loop.Levels[level].FromStep;
            if (from != null && step != 0)
            {
                code.Line("p" + number + "_" + level + (step > 0 ? " += " + step : " -= " + -step) + ";");
            }

            code.Close();
        }
    }

    private static void WriteRun(CSharpWriter code, string region, Run run, string to, string? from)
    {
        if (run.Count < LeastCopy)
        {
            for (int i = 0; i < run.Count; i++)
            {
                code.Line(region + "[" + ElementLoop.At(to, i) + "] = " + (from == null ? Constant(run) : region + "[" + ElementLoop.At(from, i) + "]") + ";");
            }
        }
        else if (from != null)
        {
            code.Line("System.Array.Copy(" + region + ", " + from + ", " + region + ", " + to + ", " + run.Count + ");");
        }
        else if (run.Value == 0)
        {
            code.Line("System.Array.Clear(" + region + ", " + to + ", " + run.Count + ");");
        }
        else
        {
            code.Open("for (int i = " + to + "; i < " + ElementLoop.At(to, run.Count) + "; i++)");
            code.Line(region + "[i] = " + Constant(run) + ";");
            code.Close();
        }
    }

    private static string Constant(Run run)
    {
        return run.Target.Type == TensorType.Float32 ? CSharpWriter.Single((float)run.Value) : ((long)run.Value).ToString();
    }
}
