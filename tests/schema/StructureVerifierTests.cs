// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Linq;
using TinyInterp.Schema;
using TinyInterp.Writer;
using Xunit;

namespace TinyInterp.Tests.Schema;

/// <summary>What the bytes themselves can get wrong: a sound model with one word spoilt each time.</summary>
public class StructureVerifierTests
{
    private const int SubgraphsField = 2;
    private const int DescriptionField = 3;
    private const int OperatorsField = 3;
    private const int TensorsField = 0;
    private const int QuantizationField = 4;
    private const int ZeroPointField = 3;

    private static readonly byte[] _model = SmallModels.Copy().Build();
    private static readonly FlatBufferReader _reader = new FlatBufferReader(_model);

    [Fact]
    [Covers(ErrorCode.ModelEmpty)]
    public void No_bytes_are_no_model()
    {
        Failing.Verify(ErrorCode.ModelEmpty, null!);
        Failing.Verify(ErrorCode.ModelEmpty, []);
    }

    [Fact]
    [Covers(ErrorCode.ModelTooShort)]
    public void Seven_bytes_are_too_few()
    {
        Failing.WithNumbers(ErrorCode.ModelTooShort, () => ModelVerifier.Verify(new byte[7]), 8, 7);
    }

    [Fact]
    [Covers(ErrorCode.IdentifierWrong)]
    public void Text_is_no_model()
    {
        Failing.Verify(ErrorCode.IdentifierWrong, "This is a text file."u8.ToArray());
    }

    [Theory]
    [Covers(ErrorCode.RootOutOfBounds)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    [InlineData(-1)]
    [InlineData(4)]
    [InlineData(8)]
    public void A_root_offset_leads_into_the_model(int root)
    {
        byte[] model = SmallModels.Put("0000TFL3"u8.ToArray(), 0, root);
        Failing.WithNumbers(ErrorCode.RootOutOfBounds, () => ModelVerifier.Verify(model), 8, root);
    }

    [Fact]
    [Covers(ErrorCode.TableOutOfBounds)]
    public void A_table_lies_inside_and_aligned()
    {
        Failing.Verify(ErrorCode.TableOutOfBounds, SmallModels.Put(_model, 0, _reader.Root + 2));
        int subgraphs = _reader.Reference(_reader.Root, SubgraphsField);
        Failing.Verify(ErrorCode.TableOutOfBounds, SmallModels.Put(_model, subgraphs + 4, int.MaxValue));
        Failing.Verify(ErrorCode.TableOutOfBounds, SmallModels.Put(_model, subgraphs + 4, 0));
        Failing.Verify(ErrorCode.TableOutOfBounds, SmallModels.Put(_model, subgraphs + 4, -4));

        // A table that claims to be larger than what is left.
        byte[] large = (byte[])_model.Clone();
        large[Vtable(_reader.Root) + 3] = 0xFF;
        Failing.Verify(ErrorCode.TableOutOfBounds, large);
    }

    [Fact]
    [Covers(ErrorCode.VtableInvalid)]
    public void A_vtable_lies_inside_and_is_well_formed()
    {
        Failing.Verify(ErrorCode.VtableInvalid, SmallModels.Put(_model, _reader.Root, int.MinValue));
        Failing.Verify(ErrorCode.VtableInvalid, SmallModels.Put(_model, _reader.Root, int.MaxValue));
        Failing.Verify(ErrorCode.VtableInvalid, SmallModels.Put(_model, _reader.Root, _reader.ReadInt32(_reader.Root) + 1));
        byte[] odd = (byte[])_model.Clone();
        odd[Vtable(_reader.Root)]++;
        Failing.Verify(ErrorCode.VtableInvalid, odd);
    }

    [Fact]
    [Covers(ErrorCode.FieldOutOfBounds)]
    public void A_field_lies_inside_its_table_and_aligned()
    {
        foreach (byte offset in new byte[] { 1, 2, 5, 0xFC })
        {
            byte[] model = (byte[])_model.Clone();
            model[Vtable(_reader.Root) + 4 + 2 * SubgraphsField] = offset;
            Failing.Verify(ErrorCode.FieldOutOfBounds, model);
        }
    }

    [Fact]
    [Covers(ErrorCode.VectorOutOfBounds)]
    public void A_vector_lies_inside_with_all_its_elements()
    {
        int field = _reader.Field(_reader.Root, SubgraphsField);
        Failing.Verify(ErrorCode.VectorOutOfBounds, SmallModels.Put(_model, field, int.MaxValue));
        Failing.Verify(ErrorCode.VectorOutOfBounds, SmallModels.Put(_model, field, 0));
        Failing.Verify(ErrorCode.VectorOutOfBounds, SmallModels.Put(_model, field, -8));
        int vector = _reader.Reference(_reader.Root, SubgraphsField);
        Failing.Verify(ErrorCode.VectorOutOfBounds, SmallModels.Put(_model, vector, -1));
        Failing.Verify(ErrorCode.VectorOutOfBounds, SmallModels.Put(_model, vector, 0x40000001));
    }

    [Fact]
    [Covers(ErrorCode.VectorMisaligned)]
    public void A_vector_lies_aligned()
    {
        int field = _reader.Field(_reader.Root, SubgraphsField);
        Failing.Verify(ErrorCode.VectorMisaligned, SmallModels.Put(_model, field, _reader.ReadInt32(field) + 1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_vector_of_eight_byte_elements_lies_aligned_where_it_has_elements(int count)
    {
        ModelBuilder builder = SmallModels.Copy();
        builder.Definition.Tensors[0].Quantization = QuantizationDef.PerTensor(0.5f, 0);
        byte[] model = builder.Build();
        FlatBufferReader reader = new FlatBufferReader(model);
        int subgraph = reader.VectorTable(reader.Reference(reader.Root, SubgraphsField), 0);
        int tensor = reader.VectorTable(reader.Reference(subgraph, TensorsField), 0);
        int field = reader.Field(reader.Reference(tensor, QuantizationField), ZeroPointField);
        int vector = field + reader.ReadInt32(field);
        Assert.Equal(4, vector % 8);

        // The vector's place moves to the first four of its bytes, where elements would lie between two words.
        model = SmallModels.Put(SmallModels.Put(model, field, vector + 4 - field), vector + 4, count);
        if (count == 0)
        {
            Assert.Equal(1, ModelVerifier.Verify(model).SubgraphCount);
        }
        else
        {
            Failing.WithNumbers(ErrorCode.VectorMisaligned, () => ModelVerifier.Verify(model), 8, vector + 4);
        }
    }

    [Fact]
    [Covers(ErrorCode.StringUnterminated)]
    public void A_string_ends_with_a_zero()
    {
        byte[] model = (byte[])_model.Clone();
        int text = _reader.Reference(_reader.Root, DescriptionField);
        model[text + 4 + _reader.VectorLength(text)] = 1;
        Failing.Verify(ErrorCode.StringUnterminated, model);
    }

    [Fact]
    [Covers(ErrorCode.TooManyTables)]
    public void Shared_tables_cannot_blow_the_model_up()
    {
        ModelBuilder builder = SmallModels.Copy();
        for (int i = 0; i < 400; i++)
        {
            builder.Tensor("t" + i, TensorType.Int8, [1]);
            builder.Document.Subgraphs.Add(new SubgraphDef());
        }

        byte[] model = builder.Build();
        ModelVerifier.Verify(model);
        FlatBufferReader reader = new FlatBufferReader(model);
        int vector = reader.Reference(reader.Root, SubgraphsField);
        int main = reader.VectorTable(vector, 0);

        // Offsets lead forwards only, and the writer puts later subgraphs first: a few that stand before the main one will do.
        int shared = 0;
        for (int i = 1; i < reader.VectorLength(vector); i++)
        {
            int element = vector + 4 + 4 * i;
            if (main > element)
            {
                BitConverter.TryWriteBytes(model.AsSpan(element), main - element);
                shared++;
            }
        }

        Assert.True(shared > 100);
        Failing.Verify(ErrorCode.TooManyTables, model);
    }

    [Fact]
    public void A_table_of_another_schema_that_only_adds_fields_is_read()
    {
        // Fields beyond those that the layout lists are nobody's business, whatever their width.
        ModelBuilder builder = SmallModels.Copy();
        builder.Definition.Operators[0].DebugMetadataIndex = 5;
        builder.Definition.Tensors[0].HasRank = true;
        ModelVerifier.Verify(builder.Build());
    }

    [Fact]
    public void Every_prefix_of_a_model_is_refused()
    {
        // Nothing follows the last string or vector of a FlatBuffer but padding.
        int padding = 16;
        for (int length = 0; length < _model.Length - padding; length++)
        {
            byte[] prefix = _model.Take(length).ToArray();
            Assert.Throws<ModelException>(() => ModelVerifier.Verify(prefix));
        }
    }

    [Fact]
    public void Tables_inside_subgraphs_are_checked_too()
    {
        int subgraph = _reader.VectorTable(_reader.Reference(_reader.Root, SubgraphsField), 0);
        int operators = _reader.Reference(subgraph, OperatorsField);
        Failing.Verify(ErrorCode.TableOutOfBounds, SmallModels.Put(_model, operators + 4, int.MaxValue));
        int tensors = _reader.Reference(subgraph, TensorsField);
        Failing.Verify(ErrorCode.TableOutOfBounds, SmallModels.Put(_model, tensors + 8, -4));
    }

    private static int Vtable(int table)
    {
        return table - _reader.ReadInt32(table);
    }
}
