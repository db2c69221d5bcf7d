// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Linq;
using TinyInterp.Compiler.Graph;
using TinyInterp.Compiler.Kernels;
using TinyInterp.Compiler.Writing;
using TinyInterp.Schema;

namespace TinyInterp.Compiler.Elementwise;

/// <summary>
/// out[i] = table[in[i]]: any int8 function of one element, such as RELU, LOGISTIC or QUANTIZE, and ADD, SUB or MUL with a constant whose elements
/// are all equal. The table is what the interpreter's kernel gives for each stored value.
/// </summary>
public sealed class TableCode : LayerCode
{
    private static readonly HashSet<BuiltinOperator> _functions =
    [
        BuiltinOperator.Abs, BuiltinOperator.Ceil, BuiltinOperator.Cos, BuiltinOperator.Elu, BuiltinOperator.Exp, BuiltinOperator.Floor,
        BuiltinOperator.Gelu, BuiltinOperator.HardSwish, BuiltinOperator.LeakyRelu, BuiltinOperator.Log, BuiltinOperator.Logistic, BuiltinOperator.Neg,
        BuiltinOperator.Quantize, BuiltinOperator.Relu, BuiltinOperator.Relu0To1, BuiltinOperator.Relu6, BuiltinOperator.ReluN1To1,
        BuiltinOperator.Round, BuiltinOperator.Rsqrt, BuiltinOperator.Sign, BuiltinOperator.Sin, BuiltinOperator.Sqrt, BuiltinOperator.Square,
        BuiltinOperator.Tanh,
    ];

    private static readonly HashSet<BuiltinOperator> _withOperand =
    [
        BuiltinOperator.Add, BuiltinOperator.Div, BuiltinOperator.Maximum, BuiltinOperator.Minimum, BuiltinOperator.Mul, BuiltinOperator.Prelu,
        BuiltinOperator.SquaredDifference, BuiltinOperator.Sub,
    ];

    private readonly GraphTensor _input;
    private readonly sbyte[] _table;

    private TableCode(GraphNode node, GraphTensor input, sbyte[] table)
        : base(node)
    {
        _input = input;
        _table = table;
    }

    /// <inheritdoc/>
    public override string Form => "table";

    /// <inheritdoc/>
    public override IEnumerable<GraphTensor> InPlaceInputs => [_input];

    /// <summary>The code of a function of one int8 element, else null.</summary>
    public static TableCode? TryNew(GraphNode node)
    {
        GraphTensor? input = Varying(node);
        if (input == null || node.Outputs[0].Type != TensorType.Int8 || node.Outputs[0].ElementCount != input.ElementCount)
        {
            return null;
        }

        sbyte[]? table = KernelProbe.Function(node, input);
        if (table == null)
        {
            return null;
        }

        node.Outputs[0].Min = table.Min();
        node.Outputs[0].Max = table.Max();
        return new TableCode(node, input, table);
    }

    /// <inheritdoc/>
    public override void Write(ModelWriter writer)
    {
        string table = writer.AddTable("function" + Node.Index, _table);
        string index = _input.Min == 0 ? string.Empty : _input.Min < 0 ? " + " + -_input.Min : " - " + _input.Min;
        writer.AddPart(this, string.Empty, [writer.Region(_input), table], code => ElementLoop.Write(
            code, _input.Offset, _input.ElementCount,
            p => ["a[" + ElementLoop.At(p, Node.Outputs[0].Offset - _input.Offset) + "] = " + table + "[a[" + p + "]" + index + "];"]));
    }

    /// <summary>The one input that is computed at run time, where the others do not distinguish elements.</summary>
    private static GraphTensor? Varying(GraphNode node)
    {
        if (_functions.Contains(node.Code))
        {
            return KernelProbe.IsComputedInt8(node.Input(0)) ? node.Input(0) : null;
        }

        if (!_withOperand.Contains(node.Code) || node.Inputs.Count != 2)
        {
            return null;
        }

        GraphTensor[] computed = node.Inputs.OfType<GraphTensor>().Where(KernelProbe.IsComputedInt8).ToArray();
        GraphTensor? constant = node.Inputs.FirstOrDefault(input => input != null && input.IsConstant && input.Type == TensorType.Int8 && input.ElementCount != 0);
        return computed.Length == 1 && constant != null
            && Enumerable.Range(0, constant.ElementCount).Select(i => constant.Tensor.GetInteger(i)).Distinct().Count() == 1 ? computed[0] : null;
    }
}
