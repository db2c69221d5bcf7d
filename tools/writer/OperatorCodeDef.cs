// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Writer;

/// <summary>An entry of the model's list of operators in use.</summary>
public sealed class OperatorCodeDef
{
    /// <summary>Makes an entry of version 1 for operator number 0.</summary>
    public OperatorCodeDef()
    {
    }

    /// <summary>Makes an entry with both code fields set.</summary>
    public OperatorCodeDef(BuiltinOperator code, int version = 1, string? customCode = null)
    {
        Operator = code;
        Version = version;
        CustomCode = customCode;
    }

    /// <summary>The operator: the greater of the two code fields. Setting it sets both, the byte to min(code, 127).</summary>
    public BuiltinOperator Operator
    {
        get
        {
            return (BuiltinOperator)Math.Max(BuiltinCode, DeprecatedBuiltinCode);
        }

        set
        {
            BuiltinCode = (int)value;
            DeprecatedBuiltinCode = (sbyte)Math.Min((int)value, (int)BuiltinOperator.PlaceholderForGreaterOpCodes);
        }
    }

    /// <summary>The code as files from before 2021 store it.</summary>
    public sbyte DeprecatedBuiltinCode { get; set; }

    /// <summary>The code as newer files store it.</summary>
    public int BuiltinCode { get; set; }

    /// <summary>Name of a custom operator.</summary>
    public string? CustomCode { get; set; }

    /// <summary>Version of the operator's definition.</summary>
    public int Version { get; set; } = 1;
}
