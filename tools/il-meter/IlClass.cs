// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using Mono.Cecil.Cil;

namespace TinyInterp.IlMeter;

/// <summary>The classes that executed instructions are counted by.</summary>
public enum IlClass
{
    /// <summary>Locals and arguments.</summary>
    Local,

    /// <summary>Constants.</summary>
    Constant,

    /// <summary>Arithmetic, logic, shifts and comparisons that leave a value.</summary>
    Arithmetic,

    /// <summary>Conversions.</summary>
    Conversion,

    /// <summary>Branches and switches.</summary>
    Branch,

    /// <summary>Elements of arrays, and array lengths.</summary>
    Element,

    /// <summary>Fields.</summary>
    Field,

    /// <summary>Calls and returns.</summary>
    Call,

    /// <summary>newobj, newarr and box: what must not happen in Invoke.</summary>
    Allocation,

    /// <summary>All others.</summary>
    Other,
}

/// <summary>Sorts instructions into classes.</summary>
internal static class IlClasses
{
    /// <summary>The class of an instruction.</summary>
    internal static IlClass Of(OpCode opCode)
    {
        string name = opCode.Name;
        switch (opCode.FlowControl)
        {
            case FlowControl.Branch:
            case FlowControl.Cond_Branch:
                return IlClass.Branch;
            case FlowControl.Return:
                return IlClass.Call;
            case FlowControl.Call when opCode.Code != Code.Newobj:
                return IlClass.Call;
        }

        if (opCode.Code is Code.Newobj or Code.Newarr or Code.Box)
        {
            return IlClass.Allocation;
        }

        return name switch
        {
            _ when name.StartsWith("ldloc") || name.StartsWith("stloc") || name.StartsWith("ldarg") || name.StartsWith("starg") => IlClass.Local,
            _ when name.StartsWith("ldc.") || name is "ldnull" or "ldstr" => IlClass.Constant,
            _ when name.StartsWith("conv.") => IlClass.Conversion,
            _ when name.StartsWith("ldelem") || name.StartsWith("stelem") || name == "ldlen" => IlClass.Element,
            _ when name.Contains("fld") => IlClass.Field,
            "add" or "sub" or "mul" or "div" or "div.un" or "rem" or "rem.un" or "neg" or "not" or "and" or "or" or "xor"
                or "shl" or "shr" or "shr.un" or "ceq" or "cgt" or "clt" or "cgt.un" or "clt.un" => IlClass.Arithmetic,
            _ => IlClass.Other,
        };
    }
}
