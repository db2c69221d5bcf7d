// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;
using TinyInterp.Writer;
using Xunit;

namespace TinyInterp.Tests.Schema;

/// <summary>Options tables are checked where they are read, for only the reader knows how wide a field must be.</summary>
public class OptionsViewTests
{
    [Fact]
    public void Fields_and_defaults_are_read()
    {
        OptionsTable table = new OptionsTable(BuiltinOptionsType.Conv2D)
            .Bool(0, true).Int8(1, -5).Int32(2, int.MinValue).Single(3, 1.5f).Vector(4, [7, -8]).String(5, "né");
        OptionsView options = Read(table, out byte[] model);
        Assert.True(options.IsPresent);
        Assert.True(options.Bool((BoolOption)0));
        Assert.Equal(-5, options.SByte((SByteOption)1));
        Assert.Equal(int.MinValue, options.Int32((Int32Option)2));
        Assert.Equal(1.5f, options.Single((SingleOption)3));
        Assert.Equal(2, options.Int32Count((Int32VectorOption)4));
        Assert.Equal(-8, options.Int32At((Int32VectorOption)4, 1));
        Assert.True(options.Reader.StringEquals(options.Text((TextOption)5), "né"));
        Assert.True(options.Bool((BoolOption)(6 | (1 << 8))));
        Assert.False(options.Bool((BoolOption)6));
        Assert.Equal(99, options.Int32((Int32Option)(6 | (99 << 8))));
        Assert.Equal(-1, options.SByte((SByteOption)(6 | (-1 << 8))));
        Assert.Equal(0f, options.Single((SingleOption)6));
        Assert.Equal(0, options.Int32Count((Int32VectorOption)6));
        Assert.Equal(0, options.Text((TextOption)6));
        options.MoveTo(0);
        Assert.False(options.IsPresent);
        Assert.Equal(4, options.Int32((Int32Option)(2 | (4 << 8))));
    }

    [Fact]
    public void A_field_must_be_as_wide_as_it_is_read()
    {
        OptionsTable narrow = new OptionsTable(BuiltinOptionsType.Conv2D).Int8(0, 1).Int8(1, 1).Int8(2, 1);
        OptionsView options = Read(narrow, out byte[] model);
        for (int id = 0; id < 3; id++)
        {
            int field = id;
            Failing.With(ErrorCode.FieldOutOfBounds, () => options.Int32((Int32Option)field));
            Failing.With(ErrorCode.FieldOutOfBounds, () => options.Single((SingleOption)field));
            Failing.With(ErrorCode.FieldOutOfBounds, () => options.Int32Count((Int32VectorOption)field));
        }
    }

    [Fact]
    public void Vectors_lie_in_the_model()
    {
        OptionsView options = Read(new OptionsTable(BuiltinOptionsType.Reshape).Vector(0, [1, 2]), out byte[] model);
        Failing.WithNumbers(ErrorCode.VectorOutOfBounds, () => options.Int32At(ReshapeOptions.NewShape, 2), 2, 2);
        Failing.WithNumbers(ErrorCode.VectorOutOfBounds, () => options.Int32At(ReshapeOptions.NewShape, -1), 2, -1);
        int field = options.Reader.Field(options.Position, 0);
        int offset = options.Reader.ReadInt32(field);
        int vector = field + offset;
        foreach ((int position, int value, ErrorCode code) in new[]
        {
            (vector, -1, ErrorCode.VectorOutOfBounds),
            (vector, int.MaxValue, ErrorCode.VectorOutOfBounds),
            (field, int.MaxValue, ErrorCode.VectorOutOfBounds),
            (field, 0, ErrorCode.VectorOutOfBounds),
            (field, int.MinValue, ErrorCode.VectorOutOfBounds),
            (field, offset + 1, ErrorCode.VectorMisaligned),
        })
        {
            OptionsView spoilt = new OptionsView(new FlatBufferReader(SmallModels.Put(model, position, value)));
            spoilt.MoveTo(options.Position);
            Failing.With(code, () => spoilt.Int32Count(ReshapeOptions.NewShape));
        }
    }

    private static OptionsView Read(OptionsTable table, out byte[] model)
    {
        ModelBuilder builder = SmallModels.Copy();
        builder.Definition.Operators[0].Options = table;
        model = builder.Build();
        ModelView view = ModelVerifier.Verify(model);
        SubgraphView subgraph = new SubgraphView(view.Reader);
        OperatorView node = new OperatorView(view.Reader);
        OptionsView options = new OptionsView(view.Reader);
        view.Subgraph(0, subgraph);
        subgraph.Operator(0, node);
        options.MoveTo(node.Options);
        return options;
    }
}
