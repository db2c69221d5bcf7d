// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Schema;

/// <summary>Which subgraphs a node calls. The only place that knows the three operators of control flow by their options.</summary>
public static class SubgraphCalls
{
    /// <summary>
    /// Number of subgraphs that the node under <paramref name="node"/> calls; seats <paramref name="options"/> on its options so that
    /// <see cref="Callee"/> can be asked.
    /// </summary>
    public static int Count(ModelView model, OperatorView node, OperatorCodeView code, OptionsView options)
    {
        model.OperatorCode(node.OpcodeIndex, code);
        options.MoveTo(node.Options);
        BuiltinOptionsType type = OptionsType(code.BuiltinCode);
        return type == BuiltinOptionsType.None ? 0 : type == BuiltinOptionsType.CallOnce ? 1 : 2;
    }

    /// <summary>Which options table names the subgraphs that an operator calls; none where it calls no subgraph.</summary>
    internal static BuiltinOptionsType OptionsType(BuiltinOperator code)
    {
        switch (code)
        {
            case BuiltinOperator.If:
                return BuiltinOptionsType.If;
            case BuiltinOperator.While:
                return BuiltinOptionsType.While;
            case BuiltinOperator.CallOnce:
                return BuiltinOptionsType.CallOnce;
            default:
                return BuiltinOptionsType.None;
        }
    }

    /// <summary>
    /// Index of called subgraph <paramref name="index"/>: IF has then and else, WHILE condition and body, CALL_ONCE its
    /// initialisation. The fields stand in that order in each options table, from id 0, with default 0.
    /// </summary>
    public static int Callee(OptionsView options, int index)
    {
        return options.Int32((Int32Option)index);
    }
}
