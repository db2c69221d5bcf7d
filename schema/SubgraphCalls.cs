// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Schema;

/// <summary>
/// Which subgraphs a node calls. IF, WHILE and CALL_ONCE call some; their options name them. A custom operator that calls a subgraph names
/// it in the options table of CALL_ONCE.
/// </summary>
public static class SubgraphCalls
{
    /// <summary>
    /// Number of subgraphs that <paramref name="node"/> calls. Points <paramref name="options"/> at the node's options, for
    /// <see cref="Callee"/>, and <paramref name="code"/> at its operator code.
    /// </summary>
    public static int Count(ModelView model, OperatorView node, OperatorCodeView code, OptionsView options)
    {
        model.OperatorCode(node.OpcodeIndex, code);
        options.MoveTo(node.Options);
        BuiltinOptionsType type = OptionsType(code.BuiltinCode, node.OptionsType);
        return type == BuiltinOptionsType.None ? 0 : type == BuiltinOptionsType.CallOnce ? 1 : 2;
    }

    /// <summary>The type of the options table in which an operator names the subgraphs it calls; None if it calls none.</summary>
    /// <param name="code">The operator.</param>
    /// <param name="found">The type of the node's options table.</param>
    internal static BuiltinOptionsType OptionsType(BuiltinOperator code, BuiltinOptionsType found)
    {
        switch (code)
        {
            case BuiltinOperator.If:
                return BuiltinOptionsType.If;
            case BuiltinOperator.While:
                return BuiltinOptionsType.While;
            case BuiltinOperator.CallOnce:
                return BuiltinOptionsType.CallOnce;
            case BuiltinOperator.Custom:
                return found == BuiltinOptionsType.CallOnce ? found : BuiltinOptionsType.None;
            default:
                return BuiltinOptionsType.None;
        }
    }

    /// <summary>
    /// Index of called subgraph number <paramref name="index"/>. IF names the then and the else branch, WHILE the condition and the
    /// body,
    /// CALL_ONCE the initialisation. Each options table holds them in this order, starting at field id 0, with default 0.
    /// </summary>
    public static int Callee(OptionsView options, int index)
    {
        return options.Int32((Int32Option)index);
    }
}
