// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using TinyInterp.Schema;
using TinyInterp.SchemaDump;
using TinyInterp.Tests.Writer;
using Xunit;

namespace TinyInterp.Tests.SchemaDump;

/// <summary>Models that flatc writes from random JSON: what our readers find in the bytes is what was generated.</summary>
public class RandomModelTests
{
    private const int Seeds = 6;

    private static readonly FbsSchema _schema = new FbsSchema(File.ReadAllText(RepositoryFiles.At("schema", "tflite.fbs")));

    public static TheoryData<int> AllSeeds()
    {
        return new TheoryData<int>(Enumerable.Range(1, Seeds));
    }

    [Theory]
    [MemberData(nameof(AllSeeds))]
    public void Every_field_is_read_as_it_was_generated(int seed)
    {
        Flatc.SkipUnlessInstalled();
        JsonObject json = RandomModel.Wild(_schema, seed).Json;
        byte[] model = Flatc.Encode(json.ToJsonString());

        Assert.Equal(Generated(json), FieldDump.Of(_schema, new BytesSource(_schema, model)));

        // The bytes are well-formed, so the verifier may object to nothing but what the random numbers mean.
        ModelException error = Assert.Throws<ModelException>(() => ModelVerifier.Verify(model));
        Assert.True(error.Code >= ErrorCode.VersionUnsupported || error.Code == ErrorCode.ExternalDataOutOfBounds, error.Message);
    }

    [Theory]
    [MemberData(nameof(AllSeeds))]
    public void The_loaders_views_find_what_was_generated(int seed)
    {
        Flatc.SkipUnlessInstalled();
        JsonObject json = RandomModel.Sound(_schema, seed).Json;
        byte[] model = Flatc.Encode(json.ToJsonString());
        HashSet<string> generated = Generated(json).ToHashSet();

        IReadOnlyList<string> views = ViewDump.Of(ModelVerifier.Verify(model));

        Assert.True(views.Count > 1000, "the views found next to nothing");
        Assert.All(views, line => Assert.Contains(line, generated));
    }

    [Fact]
    public void Between_them_the_models_use_every_field_and_every_kind_of_options()
    {
        HashSet<string> used = Enumerable.Range(1, Seeds).SelectMany(seed => RandomModel.Wild(_schema, seed).Used).ToHashSet();
        string[] fields = _schema.Tables
            .SelectMany(table => table.Fields.Where(field => !field.IsDeprecated).Select(field => table.Name + "." + field.Name))
            .ToArray();
        string[] kinds = new[] { "BuiltinOptions", "BuiltinOptions2" }
            .SelectMany(union => _schema.Union(union)!.Select(member => union + "." + member))
            .ToArray();

        Assert.Equal(149, kinds.Length);
        Assert.Equal([], fields.Concat(kinds).Except(used));
    }

    private static IReadOnlyList<string> Generated(JsonObject json)
    {
        using JsonDocument document = JsonDocument.Parse(json.ToJsonString());
        return FieldDump.Of(_schema, new JsonSource(_schema, document.RootElement));
    }
}
