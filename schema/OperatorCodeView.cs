// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Schema;

/// <summary>Which operator a node runs, and which version of it.</summary>
public sealed class OperatorCodeView : TableView
{
    internal const int DeprecatedBuiltinCodeField = 0;
    internal const int CustomCodeField = 1;
    internal const int VersionField = 2;
    internal const int BuiltinCodeField = 3;

    /// <summary>A view that reads through <paramref name="reader"/>.</summary>
    public OperatorCodeView(FlatBufferReader reader)
        : base(reader)
    {
    }

    /// <summary>
    /// The builtin operator. Old files hold a signed byte only. Newer files hold a 32-bit field as well, and their byte stops at 127, so
    /// the larger of the two is the code.
    /// </summary>
    public BuiltinOperator BuiltinCode
    {
        get
        {
            int narrow = Reader.SByteField(Position, DeprecatedBuiltinCodeField, 0);
            int wide = Reader.Int32Field(Position, BuiltinCodeField, 0);
            return (BuiltinOperator)(wide > narrow ? wide : narrow);
        }
    }

    /// <summary>Position of the custom operator's name, or 0.</summary>
    public int CustomCode => Reader.Reference(Position, CustomCodeField);

    /// <summary>Version of the operator's semantics, from 1.</summary>
    public int Version => Reader.Int32Field(Position, VersionField, 1);
}
