// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Runtime.InteropServices;
using TinyInterp.AudioFiles;
using TinyInterp.Keyword;
using TinyInterp.Optimize.Data;
using TinyInterp.Schema;
using TinyInterp.Signal;
using TinyInterp.Writer;
using Xunit;

namespace TinyInterp.Tests.Optimize.Data;

/// <summary>What data may look like, and what is said where it does not.</summary>
public class DataSetTests
{
    private static readonly ModelInputs _two = Inputs(TensorType.Float32, 2);

    [Fact]
    public void Random_data_are_the_same_for_the_same_seed_and_lie_in_the_range_that_the_tensor_tells()
    {
        ModelInputs positive = Inputs(TensorType.Int8, 100, QuantizationDef.PerTensor(0.5f, -128));
        DataSet a = Load("random:7:3", _two);

        Assert.Equal(7, a.Samples.Count);
        Assert.Equal(a.Samples.Select(s => s.Inputs[0]), Load("random:7:3", _two).Samples.Select(s => s.Inputs[0]));
        Assert.NotEqual(a.Samples[0].Inputs[0], Load("random:7:4", _two).Samples[0].Inputs[0]);
        Assert.All(a.Samples.SelectMany(s => s.Inputs[0]), x => Assert.InRange(x, -1f, 1f));
        float[] quantized = Load("random:1", positive).Samples[0].Inputs[0];
        Assert.InRange(quantized.Min(), 0f, 10f);
        Assert.InRange(quantized.Max(), 117f, 127.5f);
        Assert.All(Load("random", Inputs(TensorType.Int32, 4)).Samples, s => Assert.Equal(new float[4], s.Inputs[0]));
    }

    [Fact]
    public void A_min_and_a_max_in_the_model_bound_random_data()
    {
        ModelInputs told = Inputs(TensorType.Float32, 100, new QuantizationDef { Min = [5], Max = [6] });

        Assert.All(Load("random:2", told).Samples.SelectMany(s => s.Inputs[0]), x => Assert.InRange(x, 5f, 6f));
    }

    [Fact]
    public void Two_models_get_random_data_in_the_range_that_one_of_them_has()
    {
        ModelBuilder real = new ModelBuilder();
        real.Input("x", TensorType.Float32, [100]);
        ModelBuilder stored = new ModelBuilder();
        stored.Input("x", TensorType.Int8, [100], 0.5f, -128);

        Assert.All(
            new[] { ModelInputs.OfBoth(real.Build(), stored.Build()), ModelInputs.OfBoth(stored.Build(), real.Build()) },
            inputs =>
            {
                float[] values = Load("random:1", inputs).Samples[0].Inputs[0];
                Assert.InRange(values.Min(), 0f, 10f);
                Assert.InRange(values.Max(), 117f, 127.5f);
            });
    }

    [Fact]
    public void A_raw_file_holds_payloads_of_the_models_type()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        string file = folder.Write("x.bin", [0, 2, 255, 128, 1, 0]);

        DataSet data = Load(file, Inputs(TensorType.Int8, 2, QuantizationDef.PerTensor(0.5f, 1)));

        Assert.Equal([[-0.5f, 0.5f], [-1f, -64.5f], [0f, -0.5f]], data.Samples.Select(s => s.Inputs[0]));
        Assert.False(data.HasLabels);
    }

    [Fact]
    public void Several_inputs_take_a_file_each()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        ModelBuilder builder = new ModelBuilder();
        builder.Input("a", TensorType.Float32, [1]);
        builder.Input("b", TensorType.Int16, [2]);
        ModelInputs inputs = ModelInputs.Of(builder.Document);
        string a = folder.Write("a.bin", Floats(1, 2));
        string b = folder.Write("b.bin", [1, 0, 2, 0, 3, 0, 4, 0]);

        Assert.Equal([3f, 4f], Load(a + "," + b, inputs).Samples[1].Inputs[1]);
        Fails(a, inputs, "names 1 file, the model has 2 inputs", "FLOAT32 [1] of 4 bytes");
        Fails(a + "," + folder.Write("c.bin", [1, 0, 2, 0]), inputs, "holds 1 payloads", "2");

        folder.Write("all/s.bin", [.. Floats(5), 6, 0, 7, 0]);
        Sample sample = Load(folder.At("all"), inputs).Samples.Single();
        Assert.Equal([5f], sample.Inputs[0]);
        Assert.Equal([6f, 7f], sample.Inputs[1]);
    }

    [Fact]
    public void Class_folders_are_labels_in_the_order_of_their_names()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        folder.Write("d/dog/1.bin", Floats(1, 2));
        folder.Write("d/cat/1.bin", Floats(3, 4));
        folder.Write("d/cat/notes.md", [1]);
        folder.Write("d/_noise_/1.bin", Floats(5, 6));
        folder.Write("d/README", [1]);

        DataSet data = Load(folder.At("d"), _two);

        Assert.Equal(["cat", "dog"], data.Classes);
        Assert.True(data.HasLabels);
        Assert.Equal([(0, 3f), (1, 1f)], data.Samples.Select(s => (s.Label, s.Inputs[0][0])));
    }

    [Fact]
    public void The_order_of_classes_can_be_told()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        folder.Write("d/dog/1.bin", Floats(1, 2));
        folder.Write("d/cat/1.bin", Floats(3, 4));
        DataSpec told = DataSpec.Parse(folder.At("d")) with { Classes = ["dog", "-", "cat"] };

        Assert.Equal([(2, 3f), (0, 1f)], DataSet.Load(told, _two).Samples.Select(s => (s.Label, s.Inputs[0][0])));
        DataException missing = Assert.Throws<DataException>(() => DataSet.Load(told with { Classes = ["dog", "cow"] }, _two));
        Assert.Contains("no folder cow", missing.Message);

        folder.Write("d/labels.txt", "silence\ndog\ncat\n"u8.ToArray());
        Assert.Equal([2, 1], Load(folder.At("d"), _two).Samples.Select(s => s.Label));
    }

    [Fact]
    public void Zips_are_folders()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        Zip(folder.Write("d/words.zip", []), ("yes/1.bin", Floats(1, 2)), ("no/1.bin", Floats(3, 4)));
        Zip(folder.Write("d/maybe.zip", []), ("1.bin", Floats(5, 6)));

        DataSet data = Load(folder.At("d"), _two);

        Assert.Equal(["maybe", "no", "yes"], data.Classes);
        Assert.Equal([5f, 3f, 1f], data.Samples.Select(s => s.Inputs[0][0]));
        Assert.Equal(["no", "yes"], Load(folder.At("d/words.zip"), _two).Classes);
    }

    [Fact]
    public void A_limit_takes_of_every_class()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        for (int i = 0; i < 10; i++)
        {
            folder.Write("d/a/" + i + ".bin", Floats(i, 0));
            folder.Write("d/b/" + i + ".bin", Floats(i, 1));
        }

        DataSet data = DataSet.Load(DataSpec.Parse(folder.At("d")) with { Limit = 4 }, _two);

        Assert.Equal([0, 0, 1, 1], data.Samples.Select(s => s.Label));
    }

    [Fact]
    public void A_list_says_which_files_count()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        folder.Write("d/a/1.bin", Floats(1, 0));
        folder.Write("d/a/2.bin", Floats(2, 0));
        folder.Write("d/b/1.bin", Floats(3, 0));
        DataSpec spec = DataSpec.Parse(folder.At("d")) with { Only = folder.Write("list", "a/2.bin\r\nb/1.bin\nb/9.bin"u8.ToArray()) };

        Assert.Equal([2f, 3f], DataSet.Load(spec, _two).Samples.Select(s => s.Inputs[0][0]));
        DataSpec none = spec with { Only = folder.Write("none", "c/1.bin"u8.ToArray()) };
        Assert.Contains("names no file", Assert.Throws<DataException>(() => DataSet.Load(none, _two)).Message);
    }

    [Fact]
    public void Sounds_go_through_the_front_end_that_is_named()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        short[] tone = Enumerable.Range(0, 4000).Select(i => (short)(8000 * Math.Sin(i * 0.8))).ToArray();
        string wave = folder.Write("d/up/1.wav", WavFile.Write(tone, 8000));
        ModelInputs frames = Inputs(TensorType.Float32, 5 * 16);

        float[] features = DataSet.Load(DataSpec.Parse(wave) with { FrontEnd = "keyword" }, frames).Samples.Single().Inputs[0];
        sbyte[] expected = new sbyte[16];
        LogMelFrontEnd frontEnd = new LogMelFrontEnd(KeywordBands.Edges);
        frontEnd.Write(tone, 4000 / 2 - 5 * 256 / 2, 256);
        frontEnd.Read(expected, 0);
        Assert.Equal(expected.Select(f => f / 32f), features.Take(16));

        DataSet raw = DataSet.Load(DataSpec.Parse(folder.At("d")) with { FrontEnd = "raw" }, Inputs(TensorType.Float32, 4002));
        Assert.Equal([0f, tone[0] / 32768f, tone[1] / 32768f], raw.Samples.Single().Inputs[0].Take(3));
        Assert.Equal(["up"], raw.Classes);

        Fails(wave, frames, "--front-end keyword or raw");
        FailsWith("keyword", wave, Inputs(TensorType.Float32, 5 * 16 + 1), "frames of 16 features");
        FailsWith("mel", wave, frames, "--front-end mel: there is no such front end");
        FailsWith("raw", folder.Write("broken.wav", [1, 2, 3]), frames, "broken.wav: is not a WAV file");
    }

    [Fact]
    public void What_is_wrong_is_told_with_the_remedy()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        folder.Write("empty/x.txt", [1]);
        folder.Write("deep/train/cat/1.bin", Floats(1, 2));
        folder.Write("mixed/cat/1.bin", Floats(1, 2));
        folder.Write("mixed/1.bin", Floats(1, 2));
        folder.Write("short/cat/1.bin", [1, 2, 3]);

        Fails(folder.At("none"), _two, "no such file or folder");
        Fails(folder.At("empty"), _two, "holds no .bin or .wav file");
        Fails(folder.At("deep"), _two, "train/cat/1.bin lies deeper than", "CLASS/FILE");
        Fails(folder.At("mixed"), _two, "1.bin lies beside the class folders");
        Fails(folder.At("short"), _two, "1.bin: has 3 bytes", "FLOAT32 [2]", "takes 8");
        Fails(folder.Write("x.bin", new byte[9]), _two, "has 9 bytes; input 0, FLOAT32 [2], takes 8 or a multiple");
        Fails(folder.Write("e.bin", []), _two, "has 0 bytes");
        Fails(folder.Write("bad.zip", [1, 2, 3]), _two, "bad.zip: cannot be read");
        Fails(folder.Write("nan.bin", Floats(1, 2, 3, float.NaN)), _two, "payload 1: element 1 of input 0 is NaN");
        Fails(folder.Write("inf.bin", Floats(float.NegativeInfinity, 2)), _two, "element 0 of input 0 is infinite");
        Fails(string.Empty, _two, "the name is empty", "a folder");
        Fails("random:0", _two, "'0'");
        Fails("random:1:2:3", _two, "a count and a seed");
        Fails("a.bin,,b.bin", _two, "missing");
    }

    private static DataSet Load(string text, ModelInputs inputs)
    {
        return DataSet.Load(DataSpec.Parse(text), inputs);
    }

    private static void FailsWith(string frontEnd, string path, ModelInputs inputs, string hint)
    {
        DataSpec spec = DataSpec.Parse(path) with { FrontEnd = frontEnd };
        Assert.Contains(hint, Assert.Throws<DataException>(() => DataSet.Load(spec, inputs)).Message);
    }

    private static void Fails(string text, ModelInputs inputs, params string[] hints)
    {
        string message = Assert.Throws<DataException>(() => Load(text, inputs)).Message;
        Assert.All(hints, hint => Assert.Contains(hint, message));
        Assert.DoesNotContain('\n', message);
    }

    private static ModelInputs Inputs(TensorType type, int count, QuantizationDef? quantization = null)
    {
        ModelBuilder builder = new ModelBuilder();
        builder.Input("x", type, [count], quantization);
        return ModelInputs.Of(builder.Document);
    }

    private static byte[] Floats(params float[] values)
    {
        return MemoryMarshal.AsBytes<float>(values).ToArray();
    }

    private static void Zip(string path, params (string Name, byte[] Bytes)[] files)
    {
        using FileStream stream = File.Create(path);
        using ZipArchive archive = new ZipArchive(stream, ZipArchiveMode.Create);
        foreach ((string name, byte[] bytes) in files)
        {
            using Stream entry = archive.CreateEntry(name).Open();
            entry.Write(bytes);
        }
    }
}
