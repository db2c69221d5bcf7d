// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text.Json;
using Xunit;

namespace TinyInterp.Tests.Writer;

using TinyInterp.Schema;
using TinyInterp.Writer;

/// <summary>Reading a model into a document and writing it again loses nothing.</summary>
public sealed class ModelDocumentTests
{
    [Fact]
    public void SampleModelsComeBackByteForByte()
    {
        foreach (ModelBuilder builder in new[] { SampleModels.Dense(), SampleModels.Control(), SampleModels.Rare() })
        {
            byte[] file = builder.Build();
            Assert.Equal(file, ModelDocument.Read(file).ToBytes());
        }
    }

    [Fact]
    public void ConformanceModelsDecodeToTheSameJson()
    {
        Flatc.SkipUnlessInstalled();
        List<string> archives = Archives();
        Assert.SkipWhen(archives.Count == 0, "There is no archive in tests/conformance.");
        List<byte[]> models = new List<byte[]>();
        foreach (string path in archives)
        {
            using ZipArchive archive = ZipFile.OpenRead(path);

            // One model of each archive keeps this short; the models of one archive differ in sizes only.
            ZipArchiveEntry entry = archive.Entries.First(candidate => candidate.Name.EndsWith(".tflite", StringComparison.Ordinal));
            using MemoryStream file = new MemoryStream();
            using (Stream stream = entry.Open())
            {
                stream.CopyTo(file);
            }

            models.Add(file.ToArray());
        }

        IReadOnlyList<JsonElement> before = Flatc.DecodeAll(models);
        IReadOnlyList<JsonElement> after = Flatc.DecodeAll(models.Select(model => ModelDocument.Read(model).ToBytes()).ToArray());
        Assert.All(archives, (path, i) => Assert.True(JsonElement.DeepEquals(before[i], after[i]), path));
    }

    [Fact]
    public void OldAndNewOperatorCodesAreBothUnderstood()
    {
        Assert.Equal(BuiltinOperator.Softmax, new OperatorCodeDef { DeprecatedBuiltinCode = 25 }.Operator);
        Assert.Equal(BuiltinOperator.Gelu, new OperatorCodeDef { DeprecatedBuiltinCode = 127, BuiltinCode = 150 }.Operator);
        OperatorCodeDef code = new OperatorCodeDef(BuiltinOperator.BroadcastTo);
        Assert.Equal(127, code.DeprecatedBuiltinCode);
        Assert.Equal(130, code.BuiltinCode);
    }

    [Fact]
    public void OutsideDataIsReadBack()
    {
        ModelDocument document = ModelDocument.Read(SampleModels.Rare().Build());
        BufferDef buffer = document.Buffers.Single(candidate => candidate.Outside);
        Assert.Equal(40, buffer.Data!.Length);
        Assert.Equal(39, buffer.Data[39]);
        Assert.Equal([1, 2, 3, 4, 5], document.Subgraphs[0].Operators[0].CustomOptions);
    }

    [Fact]
    public void WhatIsNoModelIsRefused()
    {
        Assert.Throws<InvalidDataException>(() => ModelDocument.Read([]));
        Assert.Throws<InvalidDataException>(() => ModelDocument.Read("just some text"u8.ToArray()));
        Assert.Throws<InvalidDataException>(() => ModelDocument.Read([0xFF, 0xFF, 0xFF, 0x7F, .. "TFL3"u8]));
    }

    [Fact]
    public void TruncationIsRefusedOrHarmlessAtEveryLength()
    {
        byte[] file = SampleModels.Dense().Build();
        for (int length = 0; length < file.Length; length++)
        {
            try
            {
                ModelDocument.Read(file[..length]);
            }
            catch (InvalidDataException)
            {
                // The only exception a caller has to expect of damaged bytes.
            }
        }
    }

    [Fact]
    public void FieldsThisToolDoesNotKnowAreRefusedNotLost()
    {
        ModelBuilder builder = new ModelBuilder();
        builder.Operator(BuiltinOperator.Softmax, Options.Softmax().Int32(9, 1), [], []);
        byte[] file = builder.Build();
        NotSupportedException error = Assert.Throws<NotSupportedException>(() => ModelDocument.Read(file));
        Assert.Contains("Field 9", error.Message, StringComparison.Ordinal);
    }

    private static List<string> Archives()
    {
        string folder = RepositoryFiles.At("tests", "conformance");
        return Directory.Exists(folder)
            ? Directory.GetFiles(folder, "*.zip", SearchOption.AllDirectories).Order().ToList()
            : new List<string>();
    }
}
