// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Text;
using TinyInterp.Schema;
using TinyInterp.Writer;
using Xunit;

namespace TinyInterp.Tests.Schema;

/// <summary>Reading in place, where more than bounds can go wrong.</summary>
public class FlatBufferReaderTests
{
    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("serving_default")]
    [InlineData("Gerät/größe:0")]
    [InlineData("入力")]
    [InlineData("a\U0001F600b")]
    [InlineData("\u007F\u0080\u07FF\u0800\uFFFF\U00010000\U0010FFFF")]
    public void StringEquals_compares_utf8_with_utf16(string text)
    {
        FlatBufferReader reader = Named(text, out int name);
        Assert.True(reader.StringEquals(name, text));
        Assert.False(reader.StringEquals(name, text + "x"));
        Assert.False(reader.StringEquals(name, "x" + text + "y"));
        Assert.False(reader.StringEquals(0, text));
        if (text.Length > 1 && !char.IsSurrogate(text[^1]))
        {
            Assert.False(reader.StringEquals(name, text[..^1]));
            Assert.False(reader.StringEquals(name, text[..^1] + "\u0101"));
        }
    }

    [Fact]
    public void StringEquals_takes_no_half_surrogate_for_a_whole()
    {
        // A high surrogate and, where the low one should be, the character whose difference to it would spell the same code point.
        FlatBufferReader reader = Named("\U00010041", out int name);
        Assert.False(reader.StringEquals(name, "\uD800A"));
        Assert.False(reader.StringEquals(name, "\uD800"));
        Assert.True(reader.StringEquals(name, "\uD800\uDC41"));
    }

    [Fact]
    public void The_larger_operator_code_counts()
    {
        ModelBuilder builder = SmallModels.Copy();
        builder.Document.OperatorCodes.Clear();
        builder.Document.OperatorCodes.Add(new OperatorCodeDef { DeprecatedBuiltinCode = 3 });
        builder.Document.OperatorCodes.Add(new OperatorCodeDef { BuiltinCode = 3 });
        builder.Document.OperatorCodes.Add(new OperatorCodeDef(BuiltinOperator.VarHandle));
        ModelView model = ModelVerifier.Verify(builder.Build());
        OperatorCodeView code = new OperatorCodeView(model.Reader);
        BuiltinOperator[] expected = [BuiltinOperator.Conv2D, BuiltinOperator.Conv2D, BuiltinOperator.VarHandle];
        for (int i = 0; i < expected.Length; i++)
        {
            model.OperatorCode(i, code);
            Assert.Equal(expected[i], code.BuiltinCode);
        }
    }

    private static FlatBufferReader Named(string text, out int name)
    {
        ModelBuilder builder = new ModelBuilder();
        builder.Document.Description = text;
        byte[] model = builder.Build();
        ModelView view = ModelVerifier.Verify(model);
        name = view.Description;
        Assert.Equal(text, Encoding.UTF8.GetString(model, name + 4, view.Reader.VectorLength(name)));
        return view.Reader;
    }
}
