// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Linq;
using TinyInterp.Schema;

namespace TinyInterp.Compiler.Writing;

/// <summary>The typed array that tensors of some types lie in.</summary>
/// <param name="Index">Index among the regions of the runtime's arena.</param>
/// <param name="Name">Name in generated code.</param>
/// <param name="ElementType">Element type in C#.</param>
/// <param name="ElementBytes">Bytes of an element.</param>
public sealed record StorageRegion(int Index, string Name, string ElementType, int ElementBytes)
{
    /// <summary>All regions.</summary>
    public static IReadOnlyList<StorageRegion> All { get; } =
    [
        new StorageRegion(ArenaRegion.Int8, "a", "sbyte", 1), new StorageRegion(ArenaRegion.Int16, "a16", "short", 2),
        new StorageRegion(ArenaRegion.Int32, "a32", "int", 4), new StorageRegion(ArenaRegion.Int64, "a64", "long", 8),
        new StorageRegion(ArenaRegion.Float32, "af", "float", 4),
    ];

    /// <summary>The region of a type, or null where it can have no memory.</summary>
    public static StorageRegion? Of(TensorType type)
    {
        int index = ArenaRegion.OfType(type);
        return All.FirstOrDefault(region => region.Index == index);
    }
}
