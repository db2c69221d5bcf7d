// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Kernels;

/// <summary>
/// Constants by Huffman codes, through tables of 16-bit or (byte 5, bit 0) 32-bit entries behind the header. The first table is indexed by
/// as many code bits as byte 5's upper half says, plus one. An entry with its top bit set is a symbol, in its low bits, with the number of
/// bits that it used of the last index in the four bits below the top; the rest belongs to the next code. Any other entry leads on: its
/// low part to a table relative to its own place, the four bits plus one being that table's index width.
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

        // A dry run finds every code that leads outside, so that Decode does not fail once memory is there.
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
                    // Behind the last byte come zeros: a short last code may be looked up with more bits than it has.
                    // More of them mean that the codes are spent, or that tables lead in a circle.
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
