// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Linq;
using TinyInterp.Tests.Schema;
using Xunit;

namespace TinyInterp.Tests.Runtime;

/// <summary>A model in parts is put together, and every damage shows.</summary>
public class ModelPartsTests
{
    [Theory]
    [InlineData(0, 0x00000001L)]
    [InlineData(1, 0x00620062L)]
    [InlineData(9, 0x11E60398L)]
    public void The_checksum_is_Adler_32(int length, long expected)
    {
        // "Wikipedia" has the best known one; "a" is 0x00620062.
        byte[] text = (length == 1 ? "a" : "Wikipedia").Take(length).Select(c => (byte)c).ToArray();

        Assert.Equal(expected, ModelChecksum.Of(text));
    }

    [Fact]
    public void The_checksum_is_that_of_its_definition()
    {
        Random random = new Random(5);
        foreach (int length in new[] { 7, 8, 15, 5553, 70_000 })
        {
            byte[] bytes = new byte[length];
            random.NextBytes(bytes);
            long a = 1;
            long s = 0;
            foreach (byte b in bytes)
            {
                a = (a + b) % 65521;
                s = (s + a) % 65521;
            }

            Assert.Equal((s << 16) | a, ModelChecksum.Of(bytes));
        }
    }

    [Fact]
    public void Long_models_do_not_overflow_the_sums()
    {
        byte[] bytes = new byte[(1 << 22) + 3];
        Array.Fill(bytes, (byte)255);
        long n = bytes.Length;

        long a = (1 + 255 * n) % 65521;
        long s = (long)((n + (System.Int128)255 * n * (n + 1) / 2) % 65521);
        Assert.Equal((s << 16) | a, ModelChecksum.Of(bytes));
    }

    [Fact]
    public void Parts_make_the_whole()
    {
        byte[] whole = Enumerable.Range(0, 100).Select(i => (byte)(i * 7)).ToArray();

        ModelParts parts = new ModelParts(100, ModelChecksum.Of(whole)).Add(whole[..33]).Add(whole[33..33]);

        Assert.Equal(33, parts.Count);
        Assert.Equal(whole, parts.Add(whole[33..]).ToModel());
    }

    [Fact]
    [Covers(ErrorCode.ChecksumWrong)]
    public void Every_changed_byte_shows()
    {
        byte[] whole = Enumerable.Range(0, 100).Select(i => (byte)(i * 7)).ToArray();
        long checksum = ModelChecksum.Of(whole);
        for (int i = 0; i < whole.Length; i++)
        {
            byte[] changed = (byte[])whole.Clone();
            changed[i] ^= 16;
            Failing.WithNumbers(
                ErrorCode.ChecksumWrong, () => new ModelParts(100, checksum).Add(changed).ToModel(), checksum, ModelChecksum.Of(changed));
        }
    }

    [Fact]
    public void Missing_and_surplus_bytes_show()
    {
        Failing.WithNumbers(ErrorCode.ChecksumWrong, () => new ModelParts(4, 1).Add(new byte[3]).ToModel(), 4, 3);
        Failing.WithNumbers(ErrorCode.ChecksumWrong, () => new ModelParts(4, 1).Add(new byte[3]).Add(new byte[2]), 4, 5);
        Failing.With(ErrorCode.ArgumentInvalid, () => new ModelParts(4, 1).Add(null));
    }
}
