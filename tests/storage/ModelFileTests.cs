// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.IO;
using System.Reflection;
using TinyInterp.Golden;
using TinyInterp.Kernels;
using TinyInterp.Storage;
using TinyInterp.Tests.Schema;
using Xunit;

namespace TinyInterp.Tests.Storage;

/// <summary>Models in files, and what else files may be.</summary>
public class ModelFileTests
{
    private static readonly string _sine = RepositoryFiles.At("models", "sine", "sine_int8.tflite");

    [Fact]
    public void A_model_is_read_to_its_last_byte_and_runs()
    {
        byte[] model = ModelFile.Load(_sine);

        Assert.Equal(File.ReadAllBytes(_sine), model);
        MicroInterpreter interpreter = new(model, new OpResolver().AddFullyConnected(), new TensorArena(int.MaxValue));
        interpreter.AllocateTensors();
        interpreter.Input(0).SetReal(0, MathF.PI / 2);
        interpreter.Invoke();
        Assert.InRange(interpreter.Output(0).GetReal(0), 0.9f, 1.1f);
    }

    [Fact]
    public void The_device_build_reads_the_same()
    {
        DeviceLoadContext context = new(DeviceLoadContext.DefaultFolder);
        MethodInfo load = context.LoadFromAssemblyName(new AssemblyName("TinyInterp.Storage")).GetType(typeof(ModelFile).FullName!)!.GetMethod("Load")!;

        Assert.Equal(File.ReadAllBytes(_sine), (byte[])load.Invoke(null, [_sine])!);
        TargetInvocationException error = Assert.Throws<TargetInvocationException>(() => load.Invoke(null, [_sine + ".missing"]));
        Assert.Equal("error 601: expected 0, found 0", error.InnerException!.Message);
    }

    [Fact]
    public void A_stream_that_gives_a_few_bytes_at_a_time_is_read_to_its_end()
    {
        byte[] model = File.ReadAllBytes(_sine);

        Assert.Equal(model, ModelFile.Read(new Dripping(model, model.Length), "drops"));
    }

    [Theory]
    [InlineData("missing.tflite")]
    [InlineData("no/such/folder/model.tflite")]
    [InlineData("")]
    [Covers(ErrorCode.FileMissing)]
    public void A_missing_file_is_told_by_its_path(string name)
    {
        using TemporaryFolder folder = new();

        ModelException error = Assert.Throws<ModelException>(() => ModelFile.Load(folder.At(name)));

        Assert.Equal(ErrorCode.FileMissing, error.Code);
        Assert.Contains(folder.At(name), error.Message);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void No_path_is_told(string? path)
    {
        Assert.Equal(ErrorCode.ArgumentInvalid, Assert.Throws<ModelException>(() => ModelFile.Load(path)).Code);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [Covers(ErrorCode.FileTooShort)]
    public void A_short_file_is_told_by_its_length(int length)
    {
        ModelException error = Refused(new byte[length]);

        Assert.Equal((ErrorCode.FileTooShort, (long)length), (error.Code, error.Found));
        Assert.Contains("a.tflite has " + length + " bytes", error.Message);
    }

    [Fact]
    [Covers(ErrorCode.FileForeign)]
    public void A_foreign_file_is_told()
    {
        ModelException error = Refused(System.Text.Encoding.ASCII.GetBytes("# not a model at all"));

        Assert.Equal(ErrorCode.FileForeign, error.Code);
        Assert.Contains("a.tflite is not a .tflite model", error.Message);
    }

    [Fact]
    [Covers(ErrorCode.FileUnreadable)]
    public void A_file_that_ends_early_or_fails_is_told_with_the_bytes_that_were_read()
    {
        byte[] model = File.ReadAllBytes(_sine);

        ModelException ended = Assert.Throws<ModelException>(() => ModelFile.Read(new Dripping(model, 100), "a card"));
        ModelException failed = Assert.Throws<ModelException>(() => ModelFile.Read(new Dripping(model, 100) { Fails = true }, "a card"));

        Assert.All([ended, failed], error =>
        {
            Assert.Equal((ErrorCode.FileUnreadable, (long)model.Length, 100), (error.Code, error.Expected, error.Found));
            Assert.Contains("file a card cannot be read to its end (100 of " + model.Length + " bytes)", error.Message);
        });
    }

    [Fact]
    [Covers(ErrorCode.FileTooLarge)]
    public void A_file_for_which_there_is_no_memory_is_told_by_its_length()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("a.tflite", new byte[8]);
        const long Length = 3L << 30;
        using (FileStream stream = File.OpenWrite(file))
        {
            // A hole, not bytes.
            stream.SetLength(Length);
        }

        ModelException error = Assert.Throws<ModelException>(() => ModelFile.Load(file));

        Assert.Equal((ErrorCode.FileTooLarge, Length), (error.Code, error.Found));
    }

    private static ModelException Refused(byte[] content)
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("a.tflite", content);
        ModelException error = Assert.Throws<ModelException>(() => ModelFile.Load(file));

        // It was closed.
        File.Delete(file);
        return error;
    }

    /// <summary>Gives seven bytes at a time, and no more than there are.</summary>
    private sealed class Dripping : MemoryStream
    {
        private readonly long _length;
        private int _left;

        internal Dripping(byte[] bytes, int left)
            : base(bytes)
        {
            _length = bytes.Length;
            _left = left;
        }

        internal bool Fails { get; init; }

        public override long Length => _length;

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (_left == 0 && Fails)
            {
                throw new IOException();
            }

            int read = base.Read(buffer, offset, Math.Min(Math.Min(count, 7), _left));
            _left -= read;
            return read;
        }
    }
}
