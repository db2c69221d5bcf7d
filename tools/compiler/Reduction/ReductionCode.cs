// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using TinyInterp.Compiler.Arithmetic;
using TinyInterp.Compiler.Graph;
using TinyInterp.Compiler.Kernels;
using TinyInterp.Compiler.Writing;
using TinyInterp.Kernels;
using TinyInterp.Schema;

namespace TinyInterp.Compiler.Reduction;

/// <summary>
/// MEAN and SUM of int8 over neighbouring axes: out[o, i] = requantise(Σ_r in[o, r, i]), as a weighted sum whose weights are 1.
/// </summary>
public sealed class ReductionCode : LayerCode
{
    // So many elements are summed in one expression; more take a loop of such expressions.
    private const int MostInExpression = 64;

    private readonly int _outer;
    private readonly int _count;
    private readonly int _inner;
    private readonly WeightedSum _sum;
    private readonly RequantisationCode _requantisation;

    private ReductionCode(GraphNode node, (int Outer, int Count, int Inner) shape, WeightedSum sum, ClampTables tables)
        : base(node)
    {
        (_outer, _count, _inner) = shape;
        _sum = sum;
        _requantisation = new RequantisationCode(sum, tables);
    }

    /// <inheritdoc/>
    public override string Form => "sums";

    /// <inheritdoc/>
    public override IEnumerable<GraphTensor> Touched => [Node.Input(0), Node.Outputs[0]];

    /// <summary>The code of a MEAN or SUM of int8, or null where the axes are not neighbours or the kernel computes something else.</summary>
    public static ReductionCode? TryNew(GraphNode node, ClampTables tables)
    {
        if (node.Code is not (BuiltinOperator.Mean or BuiltinOperator.Sum) || !KernelProbe.IsComputedInt8(node.Input(0))
            || !node.Input(1).IsConstant || node.Outputs[0].ElementCount == 0)
        {
            return null;
        }

        GraphTensor input = node.Input(0);
        GraphTensor output = node.Outputs[0];
        int rank = input.Shape.Length;
        int[] axes = Enumerable.Range(0, node.Input(1).ElementCount).Select(i => (int)node.Input(1).Tensor.GetInteger(i))
            .Select(axis => axis < 0 ? axis + rank : axis).Distinct().Order().ToArray();
        if (axes.Length == 0 || axes[^1] - axes[0] != axes.Length - 1)
        {
            return null;
        }

        (int Outer, int Count, int Inner) shape = (Product(input.Shape.Take(axes[0])), Product(axes.Select(axis => input.Shape[axis])),
            Product(input.Shape.Skip(axes[^1] + 1)));
        int multiplier = QuantizedMultiplier.FromReal((double)input.Tensor.Scale / output.Tensor.Scale, out int shift);
        if (node.Code == BuiltinOperator.Mean)
        {
            // The division by the count goes into the multiplier, as far as its bits allow.
            int bits = Math.Min(Math.ILogB(shape.Count), 31 + shift);
            multiplier = (int)(((long)multiplier << bits) / shape.Count);
            shift -= bits;
        }

        Requantisation requantisation = new Requantisation(multiplier, shift, output.Tensor.ZeroPoint, sbyte.MinValue, sbyte.MaxValue);
        WeightedSum sum = new WeightedSum(
            0, Enumerable.Repeat(1, shape.Count).ToArray(), -(long)shape.Count * input.Tensor.ZeroPoint, input.Min, input.Max, requantisation);
        if (!sum.IsExact || sum.Bits == 0 || !Agrees(node, shape, sum))
        {
            return null;
        }

        output.Min = requantisation.Apply(sum.Low + sum.Bias);
        output.Max = requantisation.Apply(sum.High + sum.Bias);
        return new ReductionCode(node, shape, sum, tables);
    }

    /// <inheritdoc/>
    public override void Write(ModelWriter writer)
    {
        List<string> arrays = new() { writer.Region(Node.Input(0)) };
        if (_requantisation.Table != null)
        {
            arrays.Add(_requantisation.Table.Name);
        }

        writer.AddPart(this, string.Empty, arrays, WriteBody);
    }

    private static int Product(IEnumerable<int> sizes)
    {
        return sizes.Aggregate(1, (product, size) => product * size);
    }

    /// <summary>The largest number of elements that an expression can sum and that divides the count.</summary>
    private static int Factor(int count)
    {
        return Enumerable.Range(1, Math.Min(count, MostInExpression)).Last(n => count % n == 0);
    }

    private static bool Agrees(GraphNode node, (int Outer, int Count, int Inner) shape, WeightedSum sum)
    {
        GraphTensor input = node.Input(0);
        Random random = new Random(11);
        for (int trial = 0; trial < 40; trial++)
        {
            // Sums of all sizes: values close to a level that differs from trial to trial.
            int level = input.Min + (input.Max - input.Min) * trial / 39;
            int[] values = Enumerable.Range(0, input.ElementCount)
                .Select(_ => Math.Clamp(level + random.Next(-9, 10), input.Min, input.Max)).ToArray();
            for (int i = 0; i < values.Length; i++)
            {
                input.Tensor.SetInteger(i, values[i]);
            }

            if (!KernelProbe.TryEval(node))
            {
                return false;
            }

            for (int k = 0; k < node.Outputs[0].ElementCount; k++)
            {
                int start = k / shape.Inner * shape.Count * shape.Inner + k % shape.Inner;
                long total = Enumerable.Range(0, shape.Count).Sum(r => (long)values[start + r * shape.Inner]);
                if (node.Outputs[0].Tensor.GetInteger(k) != sum.Requantisation.Apply(total + sum.Bias))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private void WriteBody(CSharpWriter code)
    {
        int factor = Factor(_count);
        int input = Node.Input(0).Offset;
        int size = _count * _inner;
        code.Line("int q = " + Node.Outputs[0].Offset + ";");
        code.Line("int sum;");
        RequantisationCode.DeclareLocals(code, [_requantisation]);

        string start = input.ToString();
        if (_outer > 1)
        {
            code.Open("for (int block = " + input + "; block < " + (input + _outer * size) + "; block += " + size + ")");
            start = "block";
        }

        code.Open("for (int p = " + start + "; p < " + Elementwise.ElementLoop.At(start, _inner) + "; p++)");
        if (factor == _count)
        {
            code.Wrapped("sum = ", Elements("p", factor), ";");
        }
        else
        {
            code.Line("sum = 0;");
            code.Open("for (int r = p; r < p + " + size + "; r += " + factor * _inner + ")");
            code.Wrapped("sum = sum + ", Elements("r", factor), ";");
            code.Close();
        }

        foreach (string statement in _requantisation.Store("a[q]", "(long)sum", _sum.Low))
        {
            code.Line(statement);
        }

        code.Line("q++;");
        code.Close();
        if (_outer > 1)
        {
            code.Close();
        }
    }

    private IEnumerable<string> Elements(string p, int count)
    {
        return Enumerable.Range(0, count).Select(r => (r == 0 ? string.Empty : " + ") + "a[" + Elementwise.ElementLoop.At(p, r * _inner) + "]");
    }
}
