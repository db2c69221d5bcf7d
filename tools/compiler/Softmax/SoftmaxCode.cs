// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Linq;
using TinyInterp.Compiler.Graph;
using TinyInterp.Compiler.Writing;
using TinyInterp.Kernels;
using TinyInterp.Schema;

namespace TinyInterp.Compiler.Softmax;

/// <summary>SOFTMAX of int8 to int8: a call of the runtime's routine with a table of the exponentials that are not 0.</summary>
public sealed class SoftmaxCode : LayerCode
{
    private const int DifferenceIntegerBits = 5;
    private readonly int[] _exponentials;

    private SoftmaxCode(GraphNode node, int[] exponentials)
        : base(node)
    {
        _exponentials = exponentials;
    }

    /// <inheritdoc/>
    public override string Form => "routine";

    /// <inheritdoc/>
    public override IEnumerable<GraphTensor> InPlaceInputs => [Node.Input(0)];

    /// <summary>The code, or null where the types are others.</summary>
    public static SoftmaxCode? TryNew(GraphNode node)
    {
        if (node.Code != BuiltinOperator.Softmax)
        {
            return null;
        }

        GraphTensor input = node.Input(0);
        if (input.Type != TensorType.Int8 || node.Outputs[0].Type != TensorType.Int8 || input.IsConstant)
        {
            return null;
        }

        double real = System.Math.Min(
            (double)node.Options().Single(SoftmaxOptions.Beta) * input.Tensor.Scale * (1 << (31 - DifferenceIntegerBits)), int.MaxValue);
        int multiplier = QuantizedMultiplier.FromReal(real, out int shift);
        long radius = shift < 0 ? 256 : (long)((1 << DifferenceIntegerBits) - 1) * (1L << (31 - DifferenceIntegerBits)) >> shift;
        int[] exponentials = Enumerable.Range(0, 256).TakeWhile(difference => difference <= radius)
            .Select(difference => FixedPointMath.ExpOnNegativeValues(FixedPoint.Multiply(-difference, multiplier, shift), DifferenceIntegerBits))
            .ToArray();
        return new SoftmaxCode(node, exponentials);
    }

    /// <inheritdoc/>
    public override void Write(ModelWriter writer)
    {
        GraphTensor input = Node.Input(0);
        int depth = input.Shape[^1];
        string table = "exponentials" + Node.Index;
        writer.Add(new ArrayField(
            table, "int", 4, () => _exponentials.Length, () => "new int[] { " + string.Join(", ", _exponentials) + " }"));
        List<string> arrays = new() { writer.Region(input), table };
        writer.AddPart(this, string.Empty, arrays, code =>
        {
            int output = Node.Outputs[0].Offset;
            if (input.ElementCount == depth)
            {
                code.Line("SoftmaxRow.Int8(a, " + input.Offset + ", " + output + ", " + depth + ", " + table + ");");
                return;
            }

            code.Open("for (int p = 0; p < " + input.ElementCount + "; p += " + depth + ")");
            code.Line("SoftmaxRow.Int8(a, " + input.Offset + " + p, " + output + " + p, " + depth + ", " + table + ");");
            code.Close();
        });
    }
}
