// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Linq;
using TinyInterp.Compiler.Arithmetic;
using TinyInterp.Compiler.Graph;
using TinyInterp.Compiler.Kernels;
using TinyInterp.Compiler.Writing;
using TinyInterp.Kernels;
using TinyInterp.Schema;

namespace TinyInterp.Compiler.Elementwise;

/// <summary>MUL of two int8 tensors of the same shape: the product of the distances from the zero points, requantised as a sum is.</summary>
public sealed class ProductCode : LayerCode
{
    private readonly WeightedSum _product;
    private readonly RequantisationCode _requantisation;

    private ProductCode(GraphNode node, WeightedSum product, ClampTables tables)
        : base(node)
    {
        _product = product;
        _requantisation = new RequantisationCode(product, tables);
    }

    /// <inheritdoc/>
    public override string Form => _product.OneStep != null ? "products" : "products, rounded twice";

    /// <inheritdoc/>
    public override IEnumerable<GraphTensor> InPlaceInputs => [Node.Input(0), Node.Input(1)];

    /// <summary>The code, or null where shapes or types differ.</summary>
    public static ProductCode? TryNew(GraphNode node, ClampTables tables)
    {
        if (node.Code != BuiltinOperator.Mul || node.Inputs.Any(input => !KernelProbe.IsComputedInt8(input)) || node.Input(0).Storage == node.Input(1).Storage
            || !node.Input(0).Tensor.HasShapeOf(node.Input(1).Tensor))
        {
            return null;
        }

        GraphTensor one = node.Input(0);
        GraphTensor two = node.Input(1);
        GraphTensor output = node.Outputs[0];
        (int Min, int Max) range = FusedRange.Of(node.Options().SByte(MulOptions.FusedActivationFunction), output);
        int multiplier = QuantizedMultiplier.FromReal((double)one.Tensor.Scale * two.Tensor.Scale / output.Tensor.Scale, out int shift);
        Requantisation requantisation = new Requantisation(multiplier, shift, output.Tensor.ZeroPoint, range.Min, range.Max);
        int[] ends = new[] { one.Min, one.Max }.SelectMany(x => new[] { two.Min, two.Max }.Select(y => Product(one, x, two, y))).ToArray();
        WeightedSum product = new WeightedSum(0, [1], 0, ends.Min(), ends.Max(), requantisation);
        if (!product.IsExact || !Agrees(KernelProbe.Pairs(node), one, two, requantisation))
        {
            return null;
        }

        output.Min = requantisation.Apply(ends.Min());
        output.Max = requantisation.Apply(ends.Max());
        return new ProductCode(node, product, tables);
    }

    /// <inheritdoc/>
    public override void Write(ModelWriter writer)
    {
        GraphTensor one = Node.Input(0);
        GraphTensor two = Node.Input(1);
        int output = Node.Outputs[0].Offset;
        List<string> arrays = new() { writer.Region(one) };
        if (_requantisation.Table != null)
        {
            arrays.Add(_requantisation.Table.Name);
        }

        writer.AddPart(this, string.Empty, arrays, code =>
        {
            RequantisationCode.DeclareLocals(code, [_requantisation]);

            ElementLoop.Write(code, output, Node.Outputs[0].ElementCount, p => _requantisation.Store(
                "a[" + p + "]", "(long)(" + Distance(p, one, output) + " * " + Distance(p, two, output) + ")", _product.Low));
        });
    }

    private static string Distance(string p, GraphTensor tensor, int output)
    {
        string element = "a[" + ElementLoop.At(p, tensor.Offset - output) + "]";
        int zeroPoint = tensor.Tensor.ZeroPoint;
        return zeroPoint == 0 ? element : "(" + element + (zeroPoint < 0 ? " + " + -zeroPoint : " - " + zeroPoint) + ")";
    }

    private static int Product(GraphTensor one, int x, GraphTensor two, int y)
    {
        return (x - one.Tensor.ZeroPoint) * (y - two.Tensor.ZeroPoint);
    }

    private static bool Agrees(sbyte[,]? results, GraphTensor one, GraphTensor two, Requantisation requantisation)
    {
        for (int x = one.Min; x <= one.Max; x++)
        {
            for (int y = two.Min; y <= two.Max; y++)
            {
                if (results == null || results[x - one.Min, y - two.Min] != requantisation.Apply(Product(one, x, two, y)))
                {
                    return false;
                }
            }
        }

        return true;
    }
}
