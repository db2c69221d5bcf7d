// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;

namespace TinyInterp;

/// <summary>A set of tensor types, one bit for each <see cref="TensorType"/>.</summary>
[Flags]
public enum TypeSet
{
    /// <summary>No type.</summary>
    None = 0,

    /// <summary>float32.</summary>
    Float32 = 1 << (int)TensorType.Float32,

    /// <summary>float16.</summary>
    Float16 = 1 << (int)TensorType.Float16,

    /// <summary>int32.</summary>
    Int32 = 1 << (int)TensorType.Int32,

    /// <summary>uint8.</summary>
    UInt8 = 1 << (int)TensorType.UInt8,

    /// <summary>int64.</summary>
    Int64 = 1 << (int)TensorType.Int64,

    /// <summary>bool.</summary>
    Bool = 1 << (int)TensorType.Bool,

    /// <summary>int16.</summary>
    Int16 = 1 << (int)TensorType.Int16,

    /// <summary>int8.</summary>
    Int8 = 1 << (int)TensorType.Int8,

    /// <summary>uint64.</summary>
    UInt64 = 1 << (int)TensorType.UInt64,

    /// <summary>Handles of resource variables.</summary>
    Resource = 1 << (int)TensorType.Resource,

    /// <summary>uint32.</summary>
    UInt32 = 1 << (int)TensorType.UInt32,

    /// <summary>All types that the arena can hold.</summary>
    Any = Float32 | Int32 | UInt8 | Int64 | Bool | Int16 | Int8 | UInt64 | Resource | UInt32,
}
