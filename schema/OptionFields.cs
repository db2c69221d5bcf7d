// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Schema;

// A field of an options table: its id in the lowest eight bits, above them its default. There is an enumeration for each type of field, so that
// the compiler refuses a read of the wrong type. The constants are in OptionTables.cs.

/// <summary>A boolean field of an options table.</summary>
public enum BoolOption
{
}

/// <summary>A signed byte field of an options table, also of enumerations.</summary>
public enum SByteOption
{
}

/// <summary>A 32-bit integer field of an options table.</summary>
public enum Int32Option
{
}

/// <summary>A single field of an options table; its default is 0.</summary>
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
