// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Schema;

/// <summary>Element type of a tensor. The values are those of the TFLite file format.</summary>
public enum TensorType : byte
{
    /// <summary>IEEE 754 single precision.</summary>
    Float32 = 0,

    /// <summary>IEEE 754 half precision; supported only as a constant input of DEQUANTIZE.</summary>
    Float16 = 1,

    /// <summary>Signed 32-bit integer.</summary>
    Int32 = 2,

    /// <summary>Unsigned 8-bit integer.</summary>
    UInt8 = 3,

    /// <summary>Signed 64-bit integer.</summary>
    Int64 = 4,

    /// <summary>Text; valid in a file, not supported at run time.</summary>
    String = 5,

    /// <summary>One byte, 0 or 1.</summary>
    Bool = 6,

    /// <summary>Signed 16-bit integer.</summary>
    Int16 = 7,

    /// <summary>Two singles; valid in a file, not supported at run time.</summary>
    Complex64 = 8,

    /// <summary>Signed 8-bit integer, the usual activation type.</summary>
    Int8 = 9,

    /// <summary>IEEE 754 double precision; not supported at run time.</summary>
    Float64 = 10,

    /// <summary>Two doubles; not supported at run time.</summary>
    Complex128 = 11,

    /// <summary>Unsigned 64-bit integer.</summary>
    UInt64 = 12,

    /// <summary>Handle of a resource variable, 4 bytes.</summary>
    Resource = 13,

    /// <summary>Variant; not supported at run time.</summary>
    Variant = 14,

    /// <summary>Unsigned 32-bit integer.</summary>
    UInt32 = 15,

    /// <summary>Unsigned 16-bit integer; not supported at run time.</summary>
    UInt16 = 16,

    /// <summary>Signed 4-bit integer, two per byte, low nibble first; supported only for constant weights.</summary>
    Int4 = 17,

    /// <summary>Brain floating point; not supported at run time.</summary>
    BFloat16 = 18,

    /// <summary>Signed 2-bit integer, four per byte; not supported at run time.</summary>
    Int2 = 19,

    /// <summary>Unsigned 4-bit integer, two per byte; not supported at run time.</summary>
    UInt4 = 20,

    /// <summary>8-bit float with 4 exponent bits; not supported at run time.</summary>
    Float8E4M3FN = 21,

    /// <summary>8-bit float with 5 exponent bits; not supported at run time.</summary>
    Float8E5M2 = 22,
}
