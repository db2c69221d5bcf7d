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
    private static readonly float[] _wildReals = [0f, -1f, float.NaN, float.PositiveInfinity, 1e30f, -1e30f, 1e-30f];
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
        for (int round = 0; round < 400; round++)
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

    [Theory]
    [MemberData(nameof(Models))]
    public void Models_with_impossible_values_fail_cleanly(string name)
    {
        byte[] model = Load(name);
        Random random = new Random(5 + name.Length);
        for (int round = 0; round < 400; round++)
        {
            ModelDocument document = ModelDocument.Read(model);
            string what = Spoil(document, random);
            if (round % 2 == 0)
            {
                what += ", " + Spoil(document, random);
            }

            Survives(document.ToBytes(), name + " round " + round + ": " + what);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Models_with_each_parameter_at_its_extremes_fail_cleanly(string name)
    {
        byte[] model = Load(name);
        foreach ((string what, Action<ModelDocument> spoil) in Extremes(ModelDocument.Read(model)))
        {
            ModelDocument document = ModelDocument.Read(model);
            spoil(document);
            Survives(document.ToBytes(), name + ": " + what);
        }
    }

    /// <summary>Every option, every integer of a constant list and every scale, each at every wild value; every input an empty list.</summary>
    private static IEnumerable<(string What, Action<ModelDocument> Spoil)> Extremes(ModelDocument sound)
    {
        float[] scales = [1e-45f, 1e-30f, 1e-10f, 1e10f, 1e30f, float.MaxValue];
        for (int s = 0; s < sound.Subgraphs.Count; s++)
        {
            int subgraph = s;
            for (int n = 0; n < sound.Subgraphs[s].Operators.Count; n++)
            {
                int node = n;
                OperatorDef soundNode = sound.Subgraphs[s].Operators[n];
                for (int i = 0; i < 10 && soundNode.Options != null; i++)
                {
                    int id = i;
                    object[] values = soundNode.Options.Get<object?>(id, null) switch
                    {
                        int or null => _wildWords.Cast<object>().ToArray(),
                        float => _wildReals.Cast<object>().ToArray(),
                        sbyte => [(sbyte)-128, (sbyte)-1, (sbyte)0, (sbyte)1, (sbyte)2, (sbyte)3, (sbyte)4, (sbyte)127],
                        bool => [false, true],
                        int[] old => _wildWords.Select(word => (object)old.Select(_ => word).ToArray()).ToArray(),
                        _ => [],
                    };
                    foreach (object value in values)
                    {
                        yield return ("option " + id + " = " + value, document => document.Subgraphs[subgraph].Operators[node].Options!.Set(id, value));
                    }
                }

                for (int i = 0; i < (soundNode.Inputs?.Length ?? 0); i++)
                {
                    int place = i;
                    yield return ("input " + i + " empty", document =>
                    {
                        SubgraphDef graph = document.Subgraphs[subgraph];
                        int old = graph.Operators[node].Inputs[place];
                        TensorDef? model = old < 0 ? null : graph.Tensors[old];
                        graph.Tensors.Add(new TensorDef { Type = model?.Type ?? TensorType.Int8, Shape = [0], Quantization = model?.Quantization });
                        graph.Operators[node].Inputs[place] = graph.Tensors.Count - 1;
                    }
                    );
                }
            }

            for (int t = 0; t < sound.Subgraphs[s].Tensors.Count; t++)
            {
                int index = t;
                TensorDef tensor = sound.Subgraphs[s].Tensors[t];
                int width = tensor.Type == TensorType.Int32 ? 4 : tensor.Type == TensorType.Int64 ? 8 : 0;
                byte[]? data = sound.Buffers[tensor.BufferIndex].Data;
                for (int i = 0; width != 0 && data != null && i < Math.Min(data.Length, 16 * width); i += width)
                {
                    int at = i;
                    foreach (int word in _wildWords)
                    {
                        yield return ("tensor " + t + " element " + (i / width) + " = " + word, document =>
                        {
                            byte[] own = (byte[])data.Clone();
                            BitConverter.GetBytes((long)word).AsSpan(0, width).CopyTo(own.AsSpan(at));
                            document.Buffers[document.Subgraphs[subgraph].Tensors[index].BufferIndex].Data = own;
                        }
                        );
                    }
                }

                foreach (float scale in tensor.Quantization?.Scale?.Length > 0 ? scales : [])
                {
                    yield return ("tensor " + t + " scale " + scale, document =>
                    {
                        QuantizationDef quantization = document.Subgraphs[subgraph].Tensors[index].Quantization!;
                        quantization.Scale = quantization.Scale!.Select(_ => scale).ToArray();
                    }
                    );
                }
            }
        }
    }

    /// <summary>Changes one value that the format allows; the bytes stay well-formed, so that kernels get to see it.</summary>
    private static string Spoil(ModelDocument document, Random random)
    {
        SubgraphDef subgraph = document.Subgraphs[random.Next(document.Subgraphs.Count)];
        int t = random.Next(subgraph.Tensors.Count);
        TensorDef tensor = subgraph.Tensors[t];
        OperatorDef? node = subgraph.Operators.Count == 0 ? null : subgraph.Operators[random.Next(subgraph.Operators.Count)];
        switch (random.Next(9))
        {
            case 0 when tensor.Shape is { Length: > 0 }:
                int d = random.Next(tensor.Shape.Length);
                tensor.Shape[d] = Wild(random, tensor.Shape[d]);
                return "tensor " + t + " dimension " + d + " = " + tensor.Shape[d];
            case 1:
                tensor.Shape = random.Next(2) == 0 ? [.. tensor.Shape ?? [], 1] : (tensor.Shape ?? []).Skip(1).ToArray();
                return "tensor " + t + " rank " + tensor.Shape.Length;
            case 2:
                tensor.Type = (TensorType)random.Next(TensorTypes.Last + 1);
                return "tensor " + t + " type " + tensor.Type;
            case 3:
                float[] scales = [1e-45f, 1e-38f, 1e-20f, 1e-6f, 0.3f, 1f, 1e6f, 1e20f, 3e38f];
                tensor.Quantization = random.Next(4) == 0
                    ? null : QuantizationDef.PerTensor(scales[random.Next(scales.Length)], random.Next(-128, 128));
                return "tensor " + t + " scale " + tensor.Quantization?.Scale![0];
            case 4 when node?.Options != null:
                int id = random.Next(8);
                object value = node.Options.Get<object?>(id, null) switch
                {
                    sbyte old => (sbyte)Wild(random, old),
                    bool old => !old,
                    float => _wildReals[random.Next(_wildReals.Length)],
                    int old => Wild(random, old),
                    int[] old => old.Select(each => Wild(random, each)).ToArray(),
                    null => (sbyte)1,
                    object old => old,
                };
                node.Options.Set(id, value);
                return "option " + id + " = " + value;
            case 5 when node != null:
                node.Options = random.Next(2) == 0 ? null : new OptionsTable((byte)random.Next(1, BuiltinOperators.LastOptionsType));
                return "options " + node.Options?.UnionType;
            case 6 when node?.Inputs is { Length: > 0 }:
                int i = random.Next(node.Inputs.Length);
                node.Inputs[i] = random.Next(-1, subgraph.Tensors.Count);
                return "input " + i + " = " + node.Inputs[i];
            case 7 when node?.Inputs != null:
                node.Inputs = random.Next(2) == 0 ? [.. node.Inputs, -1] : node.Inputs.Skip(1).ToArray();
                return node.Inputs.Length + " inputs";
            default:
                tensor.IsVariable = !tensor.IsVariable;
                return "tensor " + t + " variable " + tensor.IsVariable;
        }
    }

    private static int Wild(Random random, int old)
    {
        return random.Next(3) == 0 ? old + random.Next(-2, 3) : _wildWords[random.Next(_wildWords.Length)];
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
