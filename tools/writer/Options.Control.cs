// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Writer;

public static partial class Options
{
    /// <summary>CALL.</summary>
    public static OptionsTable Call(uint subgraph)
    {
        return new OptionsTable(BuiltinOptionsType.Call).Set(0, subgraph);
    }

    /// <summary>CALL_ONCE.</summary>
    public static OptionsTable CallOnce(int initSubgraph)
    {
        return new OptionsTable(BuiltinOptionsType.CallOnce).Int32(0, initSubgraph);
    }

    /// <summary>IF.</summary>
    public static OptionsTable If(int thenSubgraph, int elseSubgraph)
    {
        return new OptionsTable(BuiltinOptionsType.If).Int32(0, thenSubgraph).Int32(1, elseSubgraph);
    }

    /// <summary>WHILE.</summary>
    public static OptionsTable While(int conditionSubgraph, int bodySubgraph)
    {
        return new OptionsTable(BuiltinOptionsType.While).Int32(0, conditionSubgraph).Int32(1, bodySubgraph);
    }

    /// <summary>VAR_HANDLE; the pair of names identifies the variable.</summary>
    public static OptionsTable VarHandle(string container, string sharedName)
    {
        return new OptionsTable(BuiltinOptionsType.VarHandle).String(0, container).String(1, sharedName);
    }

    /// <summary>HASHTABLE.</summary>
    public static OptionsTable Hashtable(int tableId, TensorType keyType, TensorType valueType)
    {
        return new OptionsTable(BuiltinOptionsType.Hashtable).Int32(0, tableId).Type(1, keyType).Type(2, valueType);
    }

    /// <summary>RANDOM_UNIFORM, RANDOM_STANDARD_NORMAL and MULTINOMIAL.</summary>
    public static OptionsTable Random(long seed, long seed2)
    {
        return new OptionsTable(BuiltinOptionsType.Random).Int64(0, seed).Int64(1, seed2);
    }
}
