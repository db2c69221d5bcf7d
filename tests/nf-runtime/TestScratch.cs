// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Tests.Runtime;

/// <summary>Scratch of any integer type, element by element.</summary>
internal sealed class TestScratch
{
    private readonly KernelMemory _memory;
    private readonly TensorType _type;
    private readonly int _start;

    public TestScratch(PrepareContext context, TensorType type, int count)
    {
        _start = context.Scratch(type, count);
        _memory = context.Memory;
        _type = type;
    }

    public long this[int index]
    {
        get
        {
            int at = _start + index;
            return ArenaRegion.OfType(_type) switch
            {
                ArenaRegion.Int8 => _memory.Scratch.Int8[at],
                ArenaRegion.Int16 => _memory.Scratch.Int16[at],
                ArenaRegion.Int32 => _memory.Scratch.Int32[at],
                _ => _memory.Scratch.Int64[at],
            };
        }

        set
        {
            int at = _start + index;
            switch (ArenaRegion.OfType(_type))
            {
                case ArenaRegion.Int8:
                    _memory.Scratch.Int8[at] = (sbyte)value;
                    break;
                case ArenaRegion.Int16:
                    _memory.Scratch.Int16[at] = (short)value;
                    break;
                case ArenaRegion.Int32:
                    _memory.Scratch.Int32[at] = (int)value;
                    break;
                default:
                    _memory.Scratch.Int64[at] = value;
                    break;
            }
        }
    }
}
