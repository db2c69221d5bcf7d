// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using TinyInterp.Kernels;
using TinyInterp.Schema;
using TinyInterp.Tests.Schema;
using TinyInterp.Writer;
using Xunit;

namespace TinyInterp.Tests.Runtime;

/// <summary>
/// Spoilt models: whatever is done to a model's bytes, it loads and runs or a <see cref="ModelException"/> says why not; nothing else is
/// thrown, nothing hangs and nothing takes memory beyond all measure. Seeds are fixed, so a failure repeats.
/// </summary>
public class MutationTests
{
    private const int Budget = 4 << 20;
    private static readonly int[] _wildWords = [0, -1, 1, 2, int.MaxValue, int.MinValue, 0x40000000, 0x7FFFFFFC, 0xFFFF, 0x10000, -4];

    /// <summary>Models that between them use all that the loader knows, and one of each archive of golden cases.</summary>
    public static TheoryData<string> Models()
    {
        TheoryData<string> data = new TheoryData<string>("copy", "chain", "counter", "mixed", "branch", "conv", "planned", "outside");
        foreach (string archive in Archives())
        {
            data.Add(archive);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Truncated_models_fail_cleanly(string name)
    {
        byte[] model = Load(name);
        int step = 1 + model.Length / 2000;
        for (int length = 0; length < model.Length; length += step)
        {
            Survives(model[..length], name + " cut at " + length);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Models_with_a_wild_word_fail_cleanly(string name)
    {
        byte[] model = Load(name);
        Random random = new Random(31 + name.Length);
        int positions = model.Length / 4;
        int step = 1 + positions / 800;
        for (int word = 0; word < positions; word += step)
        {
            int value = word % 3 == 0 ? random.Next(int.MinValue, int.MaxValue) : _wildWords[random.Next(_wildWords.Length)];
            Survives(SmallModels.Put(model, 4 * word, value), name + " word " + word + " = " + value);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Models_with_flipped_bits_fail_cleanly(string name)
    {
        byte[] model = Load(name);
        Random random = new Random(77 + name.Length);
        for (int round = 0; round < 800; round++)
        {
            byte[] copy = (byte[])model.Clone();
            for (int flips = 1 + round % 3; flips > 0; flips--)
            {
                // Structure stands in front of most data, and small changes there go furthest.
                int range = round % 2 == 0 ? copy.Length : Math.Min(copy.Length, 1024);
                copy[random.Next(range)] ^= (byte)(1 << random.Next(8));
            }

            Survives(copy, name + " flip round " + round);
        }
    }

    private static void Survives(byte[] model, string what)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        long start = Environment.TickCount64;
        try
        {
            MicroInterpreter interpreter = new MicroInterpreter(model, Resolver(), new TensorArena(Budget));
            interpreter.AllocateTensors();
            for (int i = 0; i < interpreter.InputCount; i++)
            {
                Tensor input = interpreter.Input(i);
                byte[] bytes = new byte[input.ByteCount];
                new Random(i).NextBytes(bytes);
                input.CopyFrom(bytes, 0);
            }

            interpreter.Invoke();
            for (int i = 0; i < interpreter.OutputCount; i++)
            {
                interpreter.Output(i).CopyTo(new byte[interpreter.Output(i).ByteCount], 0);
            }
        }
        catch (ModelException e)
        {
            Assert.NotEqual(ErrorCode.None, e.Code);
            Assert.NotEqual(ErrorCode.NotAllocated, e.Code);
        }
        catch (Exception e)
        {
            Assert.Fail(what + ": " + e);
        }

        Assert.True(Environment.TickCount64 - start < 20000, what + " hangs");
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 20 * Budget, what + " takes too much memory");
    }

    private static OpResolver Resolver()
    {
        return TestKernel.Resolver().AddAll();
    }

    private static byte[] Load(string name)
    {
        switch (name)
        {
            case "copy":
                return SmallModels.Copy().Build();
            case "chain":
                return MicroInterpreterTests.Chain(4).Build();
            case "counter":
                return MicroInterpreterTests.Counter().Build();
            case "mixed":
                return MicroInterpreterTests.Mixed().Build();
            case "branch":
                return SmallModels.Branch().Build();
            case "conv":
                return SmallModels.Conv().Build();
            case "planned":
                ModelBuilder planned = MicroInterpreterTests.Chain(2);
                planned.Metadata("OfflineMemoryAllocation", new[] { 1, 0, 3, 0, 4, 0 }.SelectMany(BitConverter.GetBytes).ToArray());
                return planned.Build();
            case "outside":
                ModelBuilder outside = SmallModels.WithConstant(TensorType.Int16, [8], new byte[16], QuantizationDef.PerTensor(0.5f, 0));
                outside.Document.Buffers[1].Outside = true;
                outside.Signature("key");
                return outside.Build();
            default:
                return FirstModel(name);
        }
    }

    private static IEnumerable<string> Archives()
    {
        string folder = Path.Combine(RepositoryFiles.Root, "tests", "conformance");
        return Directory.GetFiles(folder, "*.zip", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) != "while.zip") // A spoilt condition may well hold for ever.
            .Select(file => Path.GetRelativePath(folder, file))
            .Order(StringComparer.Ordinal);
    }

    private static byte[] FirstModel(string archive)
    {
        using ZipArchive zip = ZipFile.OpenRead(Path.Combine(RepositoryFiles.Root, "tests", "conformance", archive));
        ZipArchiveEntry entry = zip.Entries.Where(each => each.Name.EndsWith(".tflite", StringComparison.Ordinal))
            .OrderBy(each => each.Length).ThenBy(each => each.FullName, StringComparer.Ordinal).First();
        using Stream stream = entry.Open();
        MemoryStream bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
