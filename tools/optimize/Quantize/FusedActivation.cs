// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;
using TinyInterp.Writer;

namespace TinyInterp.Optimize.Quantize;

/// <summary>Where the options of an operator keep the activation that is applied to its result.</summary>
internal static class FusedActivation
{
    /// <summary>The field's id, or -1 for an operator that has none.</summary>
    internal static int Field(BuiltinOperator code)
    {
        return code switch
        {
            BuiltinOperator.Conv2D => 3,
            BuiltinOperator.DepthwiseConv2D => 4,
            BuiltinOperator.TransposeConv => 3,
            BuiltinOperator.AveragePool2D or BuiltinOperator.MaxPool2D => 5,
            BuiltinOperator.FullyConnected => 0,
            BuiltinOperator.Add or BuiltinOperator.Sub or BuiltinOperator.Mul or BuiltinOperator.Div => 0,
            _ => -1,
        };
    }

    /// <summary>The type of the options that hold it.</summary>
    internal static BuiltinOptionsType OptionsOf(BuiltinOperator code)
    {
        return code switch
        {
            BuiltinOperator.Conv2D => BuiltinOptionsType.Conv2D,
            BuiltinOperator.DepthwiseConv2D => BuiltinOptionsType.DepthwiseConv2D,
            BuiltinOperator.TransposeConv => BuiltinOptionsType.TransposeConv,
            BuiltinOperator.AveragePool2D or BuiltinOperator.MaxPool2D => BuiltinOptionsType.Pool2D,
            BuiltinOperator.FullyConnected => BuiltinOptionsType.FullyConnected,
            BuiltinOperator.Add => BuiltinOptionsType.Add,
            BuiltinOperator.Sub => BuiltinOptionsType.Sub,
            BuiltinOperator.Mul => BuiltinOptionsType.Mul,
            _ => BuiltinOptionsType.Div,
        };
    }

    internal static Activation Of(BuiltinOperator code, OperatorDef node)
    {
        int field = Field(code);
        return field < 0 || node.Options == null ? Activation.None : (Activation)node.Options.Get<sbyte>(field, 0);
    }

    /// <summary>Sets it, on options of the node's own.</summary>
    internal static void Set(BuiltinOperator code, OperatorDef node, Activation activation)
    {
        node.Options = node.Options?.Copy() ?? new OptionsTable(OptionsOf(code));
        node.Options.Set(Field(code), (sbyte)activation);
    }
}
