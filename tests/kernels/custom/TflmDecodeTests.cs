// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using TinyInterp.Kernels;
using TinyInterp.Schema;
using TinyInterp.Tests.Runtime;
using TinyInterp.Writer;
using Xunit;

namespace TinyInterp.Tests.Kernels.Custom;

/// <summary>Constants packed here in each way, and their unpacking.</summary>
public class TflmDecodeTests
{
    [Theory]
    [InlineData(1, 1, false)]
    [InlineData(2, 3, false)]
    [InlineData(3, 1, false)]
    [InlineData(4, 3, true)]
    [InlineData(5, 3, false)]
    [InlineData(6, 1, false)]
    [InlineData(7, 3, true)]
    public void Codes_of_every_width_find_their_channels_values(int bits, int channels, bool isLast)
    {
        Random random = new Random(bits);
        int[] shape = isLast ? [7, channels] : [channels, 7];
        int stride = (1 << bits) + 1;
        sbyte[] table = Enumerable.Range(0, stride * channels).Select(_ => (sbyte)random.Next(-128, 128)).ToArray();
        int[] codes = Enumerable.Range(0, 7 * channels).Select(_ => random.Next(1 << bits)).ToArray();
        long[] expected = codes.Select((code, i) => (long)table[(isLast ? i % channels : i / 7) * stride + code]).ToArray();
        byte[] data = Header(0, bits, stride).Concat(table.Select(value => (byte)value)).ToArray();
        MicroInterpreter interpreter = Load(
            Pack(codes, bits), data, TensorType.Int8, shape, channels, isLast ? 1 : 0, 0);
        interpreter.Invoke();
        Assert.Equal(expected, Running.Get(interpreter.Output(0)));
        long before = GC.GetAllocatedBytesForCurrentThread();
        interpreter.Invoke();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Values_of_every_type_come_out()
    {
        int[] codes = [1, 0, 1, 1];
        byte[] bits = Pack(codes, 1);
        Check(TensorType.Int16, new short[] { -300, 7 }.SelectMany(BitConverter.GetBytes), 7, -300);
        Check(TensorType.Int32, new[] { -70000, 7 }.SelectMany(BitConverter.GetBytes), 7, -70000);
        Check(TensorType.Int64, new[] { -1L << 40, 7 }.SelectMany(BitConverter.GetBytes), 7, -1L << 40);
        Check(TensorType.Float32, new[] { -1.5f, 7f }.SelectMany(BitConverter.GetBytes), 7, -1.5f);
        Check(TensorType.Bool, new byte[] { 0, 1 }, 1, 0);

        void Check(TensorType type, IEnumerable<byte> table, float one, float zero)
        {
            MicroInterpreter interpreter = Load(bits, Header(0, 1, 2).Concat(table).ToArray(), type, [4], 0, 0, 0);
            interpreter.Invoke();
            Assert.Equal([one, zero, one, one], Enumerable.Range(0, 4).Select(interpreter.Output(0).GetReal));
        }
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(2, 1)]
    public void Pruned_values_come_back_among_zero_points(int channels, int dimension)
    {
        int[] bits = [1, 0, 0, 1, 1, 0, 1, 0, 0, 1];
        byte[] data = Header(2, 0, 0).Concat(new byte[] { 1, 2, 3, 4, 255 }).ToArray();
        MicroInterpreter interpreter = Load(
            Pack(bits, 1), data, TensorType.Int8, dimension == 0 ? [2, 5] : [5, 2], channels, dimension, -9);
        interpreter.Invoke();
        long[] kept = [1, 2, 3, 4, -1];
        int next = 0;
        long[] expected = bits.Select((bit, i) =>
            bit == 1 ? kept[next++] : -9 - (channels == 1 ? 0 : dimension == 0 ? i / 5 : i % 2)).ToArray();
        Assert.Equal(expected, Running.Get(interpreter.Output(0)));
    }

    [Fact]
    public void Pruned_wide_values_come_back_among_zeros()
    {
        byte[] data = Header(2, 0, 0).Concat(new short[] { 500, -600 }.SelectMany(BitConverter.GetBytes)).ToArray();
        MicroInterpreter interpreter = Load(Pack([0, 1, 1], 1), data, TensorType.Int16, [3], 0, 0, 0);
        interpreter.Invoke();
        Assert.Equal([0, 500, -600], Running.Get(interpreter.Output(0)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Huffman_codes_lead_through_tables(bool isWide)
    {
        // Codes: 0 -> 5; 10 -> -6; 110 -> 7; 111 -> 8. First table of 2 bits: 00 and 01 are 5 with one bit used; 10 is -6; 11 leads on
        // to a table of one bit right behind.
        int shift = isWide ? 27 : 11;
        long found = 1L << (shift + 4);
        long[] entries =
        [
            found | (1L << shift) | 5, found | (1L << shift) | 5, found | (2L << shift) | (-6 & 0xFF), (0L << shift) | 1,
            found | (1L << shift) | 7, found | (1L << shift) | 8,
        ];
        byte[] data = Header(1, 0x10 | (isWide ? 1 : 0), 0)
            .Concat(entries.SelectMany(entry => BitConverter.GetBytes(entry).Take(isWide ? 4 : 2))).ToArray();
        byte[] codes = Pack([0, 1, 0, 1, 1, 0, 1, 1, 1, 0, 0, 1, 0, 0], 1);
        MicroInterpreter interpreter = Load(codes, data, TensorType.Int8, [8], 0, 0, 0);
        interpreter.Invoke();
        Assert.Equal([5, -6, 7, 8, 5, 5, -6, 5], Running.Get(interpreter.Output(0)));
    }

    [Fact]
    public void Packed_constants_that_lead_outside_are_refused()
    {
        byte[] table = new byte[4];
        Refused(ErrorCode.ConstantInvalid, Pack([0, 4], 3), Header(0, 3, 4).Concat(table));
        Refused(ErrorCode.ConstantInvalid, Pack([0], 3), Header(0, 0, 4).Concat(table));
        Refused(ErrorCode.ConstantInvalid, [0], Header(0, 7, 4).Concat(table));
        Refused(ErrorCode.ConstantInvalid, [0xFF], Header(2, 0, 0).Concat(new byte[1]));
        Refused(ErrorCode.ConstantInvalid, [0xFF], new byte[15]);
        Refused(ErrorCode.OptionUnsupported, [0xFF], Header(3, 0, 0).Concat(table));
        Refused(ErrorCode.OptionUnsupported, [0xFF], new byte[16].Concat(table));

        // A Huffman table that leads to itself forever.
        Refused(ErrorCode.ConstantInvalid, [0], Header(1, 0, 0).Concat(table));

        static void Refused(ErrorCode code, byte[] codes, IEnumerable<byte> data)
        {
            ModelException error = Assert.Throws<ModelException>(() => Load(codes, data.ToArray(), TensorType.Int8, [2], 0, 0, 0));
            Assert.Equal(code, error.Code);
        }
    }

    private static byte[] Header(int type, int parameter, int stride)
    {
        byte[] header = new byte[16];
        header[0] = (byte)type;
        header[1] = 1;
        header[4] = 1;
        header[5] = (byte)parameter;
        header[6] = (byte)stride;
        return header;
    }

    private static byte[] Pack(int[] codes, int bits)
    {
        byte[] packed = new byte[(codes.Length * bits + 7) / 8];
        for (int i = 0; i < codes.Length * bits; i++)
        {
            int bit = (codes[i / bits] >> (bits - 1 - i % bits)) & 1;
            packed[i / 8] |= (byte)(bit << (7 - i % 8));
        }

        return packed;
    }

    private static MicroInterpreter Load(
        byte[] codes, byte[] data, TensorType type, int[] shape, int channels, int dimension, int zeroPoint)
    {
        ModelBuilder model = new ModelBuilder();
        int from = model.Constant("codes", [codes.Length], codes);
        int with = model.Constant("data", [data.Length], data);
        QuantizationDef? quantization = channels == 0
            ? null
            : new QuantizationDef
            {
                Scale = Enumerable.Repeat(0.5f, channels).ToArray(),
                ZeroPoint = Enumerable.Range(0, channels).Select(c => (long)zeroPoint - (zeroPoint == 0 ? 0 : c)).ToArray(),
                QuantizedDimension = dimension,
            };
        int output = model.Tensor("output", type, shape, quantization);
        model.CustomOperator("TFLM_DECODE", null, [from, with], [output]);
        model.Output(output);
        return Running.Load(model, new OpResolver().AddAllCustom());
    }
}
