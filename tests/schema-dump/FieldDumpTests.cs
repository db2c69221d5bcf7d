// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using TinyInterp.Golden;
using TinyInterp.SchemaDump;
using TinyInterp.Tests.Writer;
using TinyInterp.Writer;
using Xunit;

namespace TinyInterp.Tests.SchemaDump;

using TinyInterp.Schema;

/// <summary>Independent readers find the same in every field of a model.</summary>
public class FieldDumpTests
{
    private static readonly FbsSchema _schema = new FbsSchema(File.ReadAllText(RepositoryFiles.At("schema", "tflite.fbs")));

    private static readonly Lazy<GeneratedClasses> _classes = new Lazy<GeneratedClasses>(() => new GeneratedClasses(_schema));

    public static TheoryData<string> Samples()
    {
        return new TheoryData<string>("Dense", "Control", "Rare", "Numbers");
    }

    public static TheoryData<string> Archives()
    {
        return new TheoryData<string>(
            Directory.GetFiles(RepositoryFiles.At("tests", "conformance"), "*.zip", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(RepositoryFiles.At("tests", "conformance"), file))
                .Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Our_reading_is_that_of_flatc(string sample)
    {
        Flatc.SkipUnlessInstalled();
        RequireSame(Sample(sample));
    }

    /// <summary>The first model of each archive; those of one archive differ in sizes only.</summary>
    [Theory]
    [MemberData(nameof(Archives))]
    public void Our_reading_of_real_models_is_that_of_flatc(string archive)
    {
        Flatc.SkipUnlessInstalled();
        RequireSame(FirstModel(archive));
    }

    [Theory]
    [MemberData(nameof(Archives))]
    public void The_loaders_views_find_the_same(string archive)
    {
        byte[] model = FirstModel(archive);
        HashSet<string> fields = Ours(model).ToHashSet();

        IReadOnlyList<string> views = ViewDump.Of(ModelVerifier.Verify(model));

        Assert.True(views.Count > 20, "the views found next to nothing");
        Assert.All(views, line => Assert.Contains(line, fields));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void The_dump_has_every_field_that_is_set(string sample)
    {
        IReadOnlyList<string> lines = Ours(Sample(sample));

        Assert.Equal("Model={}", lines[0]);
        Assert.Equal(lines.Count, lines.Select(line => line[..line.IndexOf('=')]).Distinct().Count());
        Assert.Contains("Model.version=3", lines);
        Assert.Contains(lines, line => Regex.IsMatch(line, @"^Model\.subgraphs\[0\]\.operators\[0\]\.builtin_options_type=\d+$"));
    }

    [Fact]
    public void Options_metadata_and_signatures_are_in_it()
    {
        IReadOnlyList<string> lines = Ours(Sample("Dense"));

        Assert.Contains("Model.subgraphs[0].operators[0].builtin_options_type=8", lines);
        Assert.Contains("Model.subgraphs[0].operators[0].builtin_options.fused_activation_function=3", lines);
        Assert.Contains("Model.subgraphs[0].operators[0].builtin_options.keep_num_dims=1", lines);
        Assert.Contains("Model.subgraphs[0].tensors[1].quantization.scale=[0.25,0.125]", lines);
        Assert.Contains("Model.subgraphs[0].tensors[1].quantization.zero_point=[0,0]", lines);
        Assert.Contains("Model.metadata[0].name=\"note\"", lines);
        Assert.Contains("Model.signature_defs[0].signature_key=\"serving_default\"", lines);
        Assert.Contains(lines, line => line.EndsWith(".data=[1,254,3,252,5,250,7,248]"));
    }

    /// <summary>As tools/flatsharp does, with classes of FlatSharp's form that are filled from the file.</summary>
    [Theory]
    [MemberData(nameof(Samples))]
    public void Objects_of_generated_classes_give_the_same_lines(string sample)
    {
        byte[] model = Sample(sample);
        BytesSource ours = new BytesSource(_schema, model);
        object Options(TableSource? node, FbsField field, int tag)
        {
            FbsTable type = _schema.Table(_schema.Union(field.Type)![tag - 1]);
            return _classes.Value.Fill(type, node!.Member(field, tag, type)!);
        }

        object root = _classes.Value.Fill(_schema.Root, ours);
        Assert.Empty(FieldDump.Differences(Ours(model), FieldDump.Of(_schema, new ObjectSource(root, ours, Options))));

        root.GetType().GetProperty("Description")!.SetValue(root, "another");
        Assert.Contains(
            "+ Model.description=\"another\"", FieldDump.Differences(Ours(model), FieldDump.Of(_schema, new ObjectSource(root, ours, Options))));
    }

    [Fact]
    public void Each_changed_field_is_a_difference()
    {
        byte[] model = Sample("Dense");
        ModelDocument document = ModelDocument.Read(model);
        document.Subgraphs[0].Tensors[1].Quantization!.Scale![1] = 0.5f;
        document.Subgraphs[0].Operators[1].CustomOptions![0] = 9;

        IReadOnlyList<string> differences = FieldDump.Differences(Ours(model), Ours(document.ToBytes()));

        Assert.Equal(
            [
                "- Model.subgraphs[0].tensors[1].quantization.scale=[0.25,0.125]",
                "- Model.subgraphs[0].operators[1].custom_options=[1,2,3]",
                "+ Model.subgraphs[0].tensors[1].quantization.scale=[0.25,0.5]",
                "+ Model.subgraphs[0].operators[1].custom_options=[9,2,3]",
            ],
            differences);
    }

    [Fact]
    public void The_schema_is_understood_as_a_whole()
    {
        Assert.Equal(126, _schema.Union("BuiltinOptions")!.Count);
        Assert.All(_schema.Union("BuiltinOptions")!.Concat(_schema.Union("BuiltinOptions2")!), name => Assert.NotNull(_schema.Table(name)));
        Assert.Equal("BuiltinOperator", _schema.Table("OperatorCode").Fields[3].Type);
        Assert.Equal([0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 12, 13], _schema.Table("Operator").Fields.Select(field => field.Id));
        Assert.True(_schema.Table("SignatureDef").Fields[3].IsDeprecated);
        Assert.Equal(2L, _schema.DefaultOf(_schema.Table("UniqueOptions").Fields[0]));
        Assert.All(
            _schema.Tables.SelectMany(table => table.Fields),
            field => Assert.True(field.Type == "string" || _schema.Storage(field.Type) != null || _schema.Union(field.Type) != null || _schema.Table(field.Type) != null));
        Assert.Throws<InvalidDataException>(() => new FbsSchema("table A { b c; } root_type A;"));
        Assert.Throws<InvalidDataException>(() => new FbsSchema("table A { b: int; }"));
    }

    private static byte[] Sample(string name)
    {
        switch (name)
        {
            case "Dense":
                return Writer.SampleModels.Dense().Build();
            case "Control":
                return Writer.SampleModels.Control().Build();
            case "Rare":
                return Writer.SampleModels.Rare().Build();
            default:
                ModelBuilder builder = new ModelBuilder();
                int x = builder.Input("x\"\\", TensorType.UInt32, [1], 1.1754944E-38f, 0);
                int y = builder.Tensor("ÿ", TensorType.Int64, [1], 3.4028235E+38f, -5);
                builder.Operator(BuiltinOperator.LeakyRelu, Options.LeakyRelu(0.1f), [x], [y]);
                builder.Output(y);
                return builder.Build();
        }
    }

    private static byte[] FirstModel(string archive)
    {
        using CaseSource source = CaseSource.Open(RepositoryFiles.At("tests", "conformance", archive)).First();
        return CaseReader.Read(source).First().ReadModel();
    }

    private static IReadOnlyList<string> Ours(byte[] model)
    {
        return FieldDump.Of(_schema, new BytesSource(_schema, model));
    }

    private static void RequireSame(byte[] model)
    {
        IReadOnlyList<string> flatc = FieldDump.Of(_schema, new JsonSource(_schema, Flatc.Decode(model)), AsFlatc);
        IReadOnlyList<string> ours = FieldDump.Of(_schema, new BytesSource(_schema, model), AsFlatc);
        IReadOnlyList<string> differences = FieldDump.Differences(flatc, ours);

        Assert.True(differences.Count == 0, string.Join("\n", differences.Take(20)));
    }

    /// <summary>flatc prints six decimals; <see cref="ObjectSource"/> is compared in full.</summary>
    private static string AsFlatc(string storage, object value)
    {
        return storage == "float" ? Convert.ToDouble(value).ToString("F6") : FieldDump.Format(storage, value);
    }
}
