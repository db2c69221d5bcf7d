// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Kernels;

/// <summary>
/// Decodes constants with Huffman codes, by tables after the header. Entries have 32 bits if bit 0 of byte 5 is set, else 16. The number
/// of code bits that index the first table is the upper half of byte 5, plus one. An entry with its top bit set is a symbol: its low bits
/// are the value, and the four bits below the top are the number of bits used of the last index; the others belong to the next code. Any
/// other entry refers to another table: its low bits are that table's position relative to the entry, and its four bits plus one the
/// number of bits that index it.
/// </summary>
internal sealed class HuffmanDecoder : ConstantDecoder
{
    private byte[] _table;
    private int _tableStart;
    private bool _isWide;
    private int _firstBits;
    private int _codesEnd;
    private int _entries;
    private Tensor _data;
    private int _subgraph;
    private int _node;

    /// <inheritdoc/>
    internal override void Prepare(PrepareContext context, Tensor codes, Tensor data, Tensor output)
    {
        base.Prepare(context, codes, data, output);
        int sizes = data.ConstantBytes[data.ConstantOffset + 5];
        _isWide = (sizes & 1) != 0;
        _firstBits = (sizes >> 4) + 1;
        context.RequireType(output, _isWide ? TypeSet.Int8 | TypeSet.Int16 : TypeSet.Int8);
        _table = data.ConstantBytes;
        _tableStart = data.ConstantOffset + HeaderBytes;
        _entries = (data.ByteCount - HeaderBytes) / (_isWide ? 4 : 2);
        _codesEnd = CodesStart + codes.ByteCount;
        _data = data;
        _subgraph = context.SubgraphIndex;
        _node = context.Node;

        // A dry run finds every code that leads outside the tables, so that Decode cannot fail.
        Run(null, null);
    }

    /// <inheritdoc/>
    internal override void Decode()
    {
        Run(Output.Int8, Output.Int16);
    }

    private void Run(sbyte[] bytes, short[] shorts)
    {
        byte[] codes = Codes;
        int countShift = _isWide ? 27 : 11;
        int valueMask = _isWide ? 0x07FFFFFF : 0x07FF;
        int next = CodesStart;
        long held = 0;
        int heldBits = 0;
        int to = Output.Offset;
        for (int end = to + Output.ElementCount; to < end; to++)
        {
            int width = _firstBits;
            int place = 0;
            long entry;
            while (true)
            {
                while (heldBits < width)
                {
                    // Zeros are read after the last byte, because a short last code may be looked up with more bits than it has. Needing
                    // many more means that the codes have run out, or that the tables refer to each other in a circle.
                    if (next - _codesEnd > 8)
                    {
                        throw Failure(next - CodesStart);
                    }

                    held = ((held << 8) | (next < _codesEnd ? codes[next] & 0xFFL : 0)) & 0xFFFFFFFFL;
                    next++;
                    heldBits += 8;
                }

                heldBits -= width;
                place += (int)((held >> heldBits) & ((1L << width) - 1));
                entry = Entry(place);
                int count = (int)(entry >> countShift) & 15;
                if (entry >> (countShift + 4) != 0)
                {
                    heldBits += width > count ? width - count : 0;
                    break;
                }

                width = count + 1;
                place += (int)entry & valueMask;
            }

            if (bytes != null)
            {
                bytes[to] = (sbyte)entry;
            }
            else if (shorts != null)
            {
                shorts[to] = (short)entry;
            }
        }
    }

    private long Entry(int place)
    {
        if (place < 0 || place >= _entries)
        {
            throw Failure(place);
        }

        int at = _tableStart + (_isWide ? 4 * place : 2 * place);
        long low = (_table[at] & 0xFFL) | ((_table[at + 1] & 0xFFL) << 8);
        return _isWide ? low | ((_table[at + 2] & 0xFFL) << 16) | ((_table[at + 3] & 0xFFL) << 24) : low;
    }

    private ModelException Failure(long found)
    {
        return new ModelException(ErrorCode.ConstantInvalid, _subgraph, _node, _data.Index, _entries, found);
    }
}
