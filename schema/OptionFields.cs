// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Schema;

// A field of an options table is a number: its field id in the lowest eight bits, its default above them. Each type of field has its own
// enumeration, so that the compiler rejects a read of the wrong type. The constants are in OptionTables.cs.

/// <summary>A boolean field of an options table.</summary>
public enum BoolOption
{
}

/// <summary>A signed byte field of an options table; also used for enumerations.</summary>
public enum SByteOption
{
}

/// <summary>A 32-bit integer field of an options table.</summary>
public enum Int32Option
{
}

/// <summary>A float32 field of an options table; its default is 0.</summary>
public enum SingleOption
{
}

/// <summary>A vector of 32-bit integers in an options table.</summary>
public enum Int32VectorOption
{
}

/// <summary>A string field of an options table.</summary>
public enum TextOption
{
}
