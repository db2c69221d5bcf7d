// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using TinyInterp.Schema;
using Xunit;

namespace TinyInterp.Tests.Schema;

/// <summary>Options of custom operators: bytes that TensorFlow wrote, bytes written here, and bytes that lie.</summary>
public class FlexBufferReaderTests
{
    // What the converter wrote for SignalRfft, SignalEnergy and an operator without options.
    private static readonly byte[] _rfft =
        Bytes("T\0fft_length\0\x02\x0e\x0d\x02\0\x01\0\x02\0\x07\0\0\x02\x05\x05\x06%\x01");

    private static readonly byte[] _empty = Bytes("\0\0\x01\0\0$\x01");

    [Fact]
    public void Options_of_a_converter_read_as_they_were_written()
    {
        FlexBufferReader options = new FlexBufferReader(_rfft, 0, _rfft.Length);
        Assert.Equal(2, options.Count);
        Assert.Equal(512, options.Int32("fft_length"));
        Assert.Equal((int)TensorType.Int16, options.Int32("T"));
        Assert.Equal(512f, options.Single("fft_length"));
        Assert.False(options.Has("fft"));
        Assert.False(options.Has("fft_length_"));
        Assert.Equal(3, options.Int32("fft", 3));
        Assert.Equal(0, new FlexBufferReader(_empty, 0, _empty.Length).Count);
        Assert.Equal(0, new FlexBufferReader(_empty, 3, 0).Count);
    }

    [Fact]
    public void Bytes_around_the_options_do_not_matter()
    {
        byte[] inside = new byte[] { 9, 9, 9 }.Concat(_rfft).Concat(new byte[] { 7, 7 }).ToArray();
        Assert.Equal(512, new FlexBufferReader(inside, 3, _rfft.Length).Int32("fft_length"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void Every_width_reads_alike(int width)
    {
        // A map of i = -7, u = 200, t = true, v = [5, -6] (typed), all of one width; f where singles and doubles fit.
        (string Key, int Type, byte[] Value)[] real =
            width < 4 ? [] : [("f", 3, width == 4 ? BitConverter.GetBytes(-1.5f) : BitConverter.GetBytes(-1.5))];
        byte[] bytes = Map(width, [.. real, ("i", 1, Number(-7, width)), ("t", 26, Number(1, width)), ("u", 2, Number(200, width))]);
        FlexBufferReader options = new FlexBufferReader(bytes, 0, bytes.Length);
        Assert.Equal(-7, options.Int32("i"));
        Assert.Equal(200, options.Int32("u"));
        Assert.Equal(200f, options.Single("u"));
        Assert.True(options.Bool("t", false));
        Assert.True(options.Bool("i", false));
        Assert.True(options.Bool("missing", true));
        if (width >= 4)
        {
            Assert.Equal(-1.5f, options.Single("f"));
            Assert.Equal(-1, options.Int32("f"));
            Assert.Equal(-1.5f, options.Single("f", 2));
        }

        Assert.Equal(2.5f, options.Single("g", 2.5f));
    }

    [Fact]
    public void Vectors_typed_or_not_read_alike()
    {
        // Bytes: [5, -6] typed: count 2, elements. Untyped [5, -6] with a type byte each; then the map {"a", "b"}.
        List<byte> bytes = new List<byte>();
        bytes.AddRange(Bytes("a\0b\0"));
        bytes.AddRange(new byte[] { 2, 5, 250 });
        bytes.AddRange(new byte[] { 2, 5, 250, 1 << 2, 1 << 2 });

        // Keys at 13 (after their count): offsets back to "a" (13) and "b" (12).
        bytes.Add(2);
        bytes.AddRange(new byte[] { 13, 12 });

        // Map: keys offset (from 15 to 13), keys' width, count; values: offsets to 5 and 8; types: vector of int, vector.
        bytes.AddRange(new byte[] { 2, 1, 2, 13, 11, 11 << 2, 10 << 2, 4, 9 << 2, 1 });
        FlexBufferReader options = new FlexBufferReader(bytes.ToArray(), 0, bytes.Count);
        foreach (string key in new[] { "a", "b" })
        {
            Assert.Equal(2, options.VectorLength(key));
            Assert.Equal(5, options.Int32At(key, 0));
            Assert.Equal(-6, options.Int32At(key, 1));
            Assert.Equal(-6f, options.SingleAt(key, 1));
            Failing.With(ErrorCode.CustomOptionsInvalid, () => options.Int32At(key, 2));
            Failing.With(ErrorCode.CustomOptionsInvalid, () => options.Int32(key));
        }

        Assert.Equal(0, options.VectorLength("c"));
        Failing.With(ErrorCode.CustomOptionsInvalid, () => options.Int32At("c", 0));
    }

    [Fact]
    public void A_missing_option_that_must_be_there_is_an_error()
    {
        FlexBufferReader options = new FlexBufferReader(_rfft, 0, _rfft.Length);
        Failing.With(ErrorCode.CustomOptionsInvalid, () => options.Int32("length"));
        Failing.With(ErrorCode.CustomOptionsInvalid, () => options.Single("length"));
        Failing.With(ErrorCode.CustomOptionsInvalid, () => options.VectorLength("T"));
    }

    [Fact]
    public void A_root_that_is_no_map_is_an_error()
    {
        Failing.With(ErrorCode.CustomOptionsInvalid, () => new FlexBufferReader([5, 4, 1], 0, 3));
        Failing.With(ErrorCode.CustomOptionsInvalid, () => new FlexBufferReader([36, 1], 0, 2));
        Failing.With(ErrorCode.CustomOptionsInvalid, () => new FlexBufferReader([0, 36, 3], 0, 3));
    }

    [Fact]
    public void No_change_of_bytes_makes_the_reader_do_anything_but_read_or_refuse()
    {
        byte[] around = new byte[4].Concat(_rfft).Concat(new byte[4]).ToArray();
        Random random = new Random(5);
        for (int round = 0; round < 20000; round++)
        {
            byte[] bytes = (byte[])around.Clone();
            for (int change = random.Next(1, 4); change > 0; change--)
            {
                bytes[4 + random.Next(_rfft.Length)] = (byte)(random.Next(3) == 0 ? random.Next(256) : random.Next(20));
            }

            try
            {
                FlexBufferReader options = new FlexBufferReader(bytes, 4, random.Next(4) == 0 ? random.Next(_rfft.Length) : _rfft.Length);
                options.Int32("T", 0);
                options.Single("fft_length", 0);
                options.VectorLength("T");
                options.Int32At("fft_length", 1);
            }
            catch (ModelException error)
            {
                Assert.Equal(ErrorCode.CustomOptionsInvalid, error.Code);
            }
        }
    }

    /// <summary>A map whose values all have one width, with keys in order.</summary>
    internal static byte[] Map(int width, params (string Key, int Type, byte[] Value)[] entries)
    {
        List<byte> bytes = new List<byte>();
        List<int> keys = new List<int>();
        foreach ((string key, int _, byte[] _) in entries)
        {
            keys.Add(bytes.Count);
            bytes.AddRange(Bytes(key + "\0"));
        }

        while (bytes.Count % width != 0)
        {
            bytes.Add(0);
        }

        // Four bytes an offset are enough for any key; the map's own offsets have its width.
        bytes.AddRange(Number(entries.Length, 4));
        int keyVector = bytes.Count;
        foreach (int key in keys)
        {
            bytes.AddRange(Number(bytes.Count - key, 4));
        }

        bytes.AddRange(Number(bytes.Count - keyVector, width));
        bytes.AddRange(Number(4, width));
        bytes.AddRange(Number(entries.Length, width));
        int map = bytes.Count;
        foreach ((string _, int _, byte[] value) in entries)
        {
            bytes.AddRange(value);
        }

        int sizeBits = (int)Math.Log2(width);
        bytes.AddRange(entries.Select(entry => (byte)((entry.Type << 2) | sizeBits)));
        bytes.AddRange(Number(bytes.Count - map, 2));
        bytes.AddRange(new byte[] { (byte)((9 << 2) | sizeBits), 2 });
        return bytes.ToArray();
    }

    /// <summary>A little-endian number.</summary>
    internal static byte[] Number(long value, int width)
    {
        return BitConverter.GetBytes(value).Take(width).ToArray();
    }

    private static byte[] Bytes(string latin)
    {
        return Encoding.Latin1.GetBytes(latin);
    }
}
