// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Text;
using Xunit;

namespace TinyInterp.Tests.Writer;

using TinyInterp.Writer;

/// <summary>The bytes are checked against the definition of the format, with positions followed by hand.</summary>
public sealed class FlatBufferWriterTests
{
    [Fact]
    public void HeadHoldsRootAndIdentifier()
    {
        FlatBufferWriter writer = new FlatBufferWriter();
        byte[] file = writer.Finish(writer.WriteTable(new TableFields().Int32(0, 42)), "TEST");

        Assert.Equal("TEST", Encoding.ASCII.GetString(file, 4, 4));
        int table = Int32(file, 0);
        Assert.Equal(42, Int32(file, FieldPosition(file, table, 0)));
    }

    [Fact]
    public void EmptyTableHasVtableWithoutSlots()
    {
        FlatBufferWriter writer = new FlatBufferWriter();
        byte[] file = writer.Finish(writer.WriteTable(new TableFields()), "TEST");

        int table = Int32(file, 0);
        int vtable = table - Int32(file, table);
        Assert.Equal(4, UInt16(file, vtable));
        Assert.Equal(4, UInt16(file, vtable + 2));
    }

    [Fact]
    public void EachFieldIsAlignedToItsSizeInAnyOrder()
    {
        FlatBufferWriter writer = new FlatBufferWriter();
        int table = writer.WriteTable(new TableFields()
            .Bool(0, true).UInt64(1, 0x0102030405060708).Int8(2, -3).Int32(3, -4).UInt8(4, 250).Scalar(5, 1.5f).Scalar(6, -6L));
        byte[] file = writer.Finish(table, "TEST");

        int position = Int32(file, 0);
        int[] sizes = [1, 8, 1, 4, 1, 4, 8];
        for (int id = 0; id < sizes.Length; id++)
        {
            Assert.Equal(0, FieldPosition(file, position, id) % sizes[id]);
        }

        Assert.Equal(1, file[FieldPosition(file, position, 0)]);
        Assert.Equal(0x0102030405060708L, BitConverter.ToInt64(file, FieldPosition(file, position, 1)));
        Assert.Equal(-3, (sbyte)file[FieldPosition(file, position, 2)]);
        Assert.Equal(-4, Int32(file, FieldPosition(file, position, 3)));
        Assert.Equal(250, file[FieldPosition(file, position, 4)]);
        Assert.Equal(1.5f, BitConverter.ToSingle(file, FieldPosition(file, position, 5)));
        Assert.Equal(-6L, BitConverter.ToInt64(file, FieldPosition(file, position, 6)));
    }

    [Fact]
    public void DefaultsAreLeftOut()
    {
        FlatBufferWriter writer = new FlatBufferWriter();
        TableFields fields = new TableFields().Int32(0, 0).Int32(1, 1, unless: 1).Int32(2, 7).Offset(3, 0);
        byte[] file = writer.Finish(writer.WriteTable(fields), "TEST");

        int table = Int32(file, 0);
        Assert.Equal(0, FieldPosition(file, table, 0));
        Assert.Equal(0, FieldPosition(file, table, 1));
        Assert.NotEqual(0, FieldPosition(file, table, 2));
        Assert.Equal(4 + 2 * 3, UInt16(file, table - Int32(file, table)));
    }

    [Fact]
    public void EqualLayoutsShareOneVtable()
    {
        FlatBufferWriter writer = new FlatBufferWriter();
        int[] tables = new int[9];
        for (int i = 0; i < tables.Length; i++)
        {
            // Text of every length mod 4 in between: the layout may not depend on where a table happens to start.
            writer.WriteString(new string('x', i));
            tables[i] = writer.WriteTable(new TableFields().Int8(0, (sbyte)(i + 1)).Bool(3, true));
        }

        Assert.Equal(1, writer.VtableCount);
        writer.WriteTable(new TableFields().Int8(0, 1).Bool(2, true));
        Assert.Equal(2, writer.VtableCount);

        byte[] file = writer.Finish(writer.WriteTable(new TableFields().Offset(0, writer.WriteOffsets(tables))), "TEST");
        int vector = Follow(file, FieldPosition(file, Int32(file, 0), 0));
        Assert.Equal(tables.Length, Int32(file, vector));
        for (int i = 0; i < tables.Length; i++)
        {
            int table = Follow(file, vector + 4 + 4 * i);
            Assert.Equal(i + 1, file[FieldPosition(file, table, 0)]);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(1001)]
    public void ForcedAlignmentHoldsInTheFinishedFile(int length)
    {
        FlatBufferWriter writer = new FlatBufferWriter();
        byte[] data = new byte[length];
        Array.Fill(data, (byte)7);
        int vector = writer.WriteVector(data, 16);
        int numbers = writer.WriteVector(new long[] { -1, long.MaxValue });
        int text = writer.WriteString("grüße");
        byte[] file = writer.Finish(writer.WriteTable(new TableFields().Offset(0, vector).Offset(1, numbers).Offset(2, text)), "TEST");

        int table = Int32(file, 0);
        int bytes = Follow(file, FieldPosition(file, table, 0));
        Assert.Equal(length, Int32(file, bytes));
        Assert.Equal(0, (bytes + 4) % 16);
        Assert.Equal(data, file[(bytes + 4)..(bytes + 4 + length)]);
        int longs = Follow(file, FieldPosition(file, table, 1));
        Assert.Equal(0, (longs + 4) % 8);
        Assert.Equal(long.MaxValue, BitConverter.ToInt64(file, longs + 12));
        int letters = Follow(file, FieldPosition(file, table, 2));
        Assert.Equal(7, Int32(file, letters));
        Assert.Equal("grüße\0", Encoding.UTF8.GetString(file, letters + 4, 8));
        Assert.Equal(0, file.Length % 16);
    }

    [Fact]
    public void WrongUseIsRefused()
    {
        FlatBufferWriter writer = new FlatBufferWriter();
        Assert.Throws<ArgumentException>(() => writer.WriteTable(new TableFields().Int32(0, 1).Int32(0, 2)));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.WriteTable(new TableFields().Offset(0, 100_000)));
        Assert.Throws<ArgumentException>(() => writer.Finish(writer.WriteTable(new TableFields()), "TOOLONG"));
        Assert.Throws<ArgumentException>(() => new TableFields().Scalar(0, "text"));
    }

    private static int FieldPosition(byte[] file, int table, int id)
    {
        int vtable = table - Int32(file, table);
        int slot = 4 + 2 * id < UInt16(file, vtable) ? UInt16(file, vtable + 4 + 2 * id) : 0;
        Assert.True(slot < UInt16(file, vtable + 2));
        return slot == 0 ? 0 : table + slot;
    }

    private static int Follow(byte[] file, int position)
    {
        return position + Int32(file, position);
    }

    private static int Int32(byte[] file, int position)
    {
        Assert.Equal(0, position % 4);
        return BitConverter.ToInt32(file, position);
    }

    private static int UInt16(byte[] file, int position)
    {
        Assert.Equal(0, position % 2);
        return BitConverter.ToUInt16(file, position);
    }
}
