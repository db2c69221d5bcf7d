// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Linq;
using TinyInterp.Schema;
using TinyInterp.Writer;
using Xunit;

namespace TinyInterp.Tests.Schema;

/// <summary>Graphs that the verifier refuses, with the place it names.</summary>
public class GraphVerifierTests
{
    [Fact]
    [Covers(ErrorCode.OperatorCodeInvalid)]
    public void Operator_codes_are_known_and_custom_ones_have_names()
    {
        ModelBuilder builder = SmallModels.Copy();
        builder.Document.OperatorCodes.Add(new OperatorCodeDef { BuiltinCode = 5000 });
        Failing.Verify(ErrorCode.OperatorCodeInvalid, builder, BuiltinOperators.Last, 5000, tensor: 1);

        builder = SmallModels.Copy();
        builder.Document.OperatorCodes[0].CustomCode = null;
        Failing.Verify(ErrorCode.OperatorCodeInvalid, builder, BuiltinOperators.Last, (int)BuiltinOperator.Custom, tensor: 0);
    }

    [Theory]
    [Covers(ErrorCode.OpcodeIndexOutOfRange)]
    [InlineData(1)]
    [InlineData(-1)]
    public void A_node_has_an_operator_code(int index)
    {
        ModelBuilder builder = SmallModels.Copy();
        builder.Definition.Operators[0].OpcodeIndex = index;
        Failing.Verify(ErrorCode.OpcodeIndexOutOfRange, builder, 1, index, subgraph: 0, node: 0);
    }

    [Theory]
    [Covers(ErrorCode.TensorIndexOutOfRange)]
    [InlineData(2)]
    [InlineData(-2)]
    [InlineData(int.MaxValue)]
    public void Tensor_indices_exist(int index)
    {
        ModelBuilder builder = SmallModels.Copy();
        builder.Definition.Operators[0].Inputs = [0, index];
        RefusesIndex(builder, index, node: 0);

        builder = SmallModels.Copy();
        builder.Definition.Operators[0].Outputs = [1, index];
        RefusesIndex(builder, index, node: 0);

        builder = SmallModels.Copy();
        builder.Definition.Operators[0].Intermediates = [index];
        RefusesIndex(builder, index, node: 0);

        builder = SmallModels.Copy();
        builder.Definition.Inputs.Add(index);
        RefusesIndex(builder, index, node: -1);

        builder = SmallModels.Copy();
        builder.Definition.Outputs.Add(index);
        RefusesIndex(builder, index, node: -1);
    }

    [Fact]
    public void Only_inputs_and_intermediates_of_nodes_may_be_left_out()
    {
        ModelBuilder builder = SmallModels.Copy();
        builder.Definition.Operators[0].Inputs = [0, -1];
        builder.Definition.Operators[0].Intermediates = [-1];
        ModelVerifier.Verify(builder.Build());

        builder.Definition.Operators[0].Outputs = [1, -1];
        RefusesIndex(builder, -1, node: 0);
        builder.Definition.Operators[0].Outputs = [1];
        builder.Definition.Outputs.Add(-1);
        RefusesIndex(builder, -1, node: -1);
    }

    [Fact]
    [Covers(ErrorCode.UnionTagInvalid)]
    public void Options_come_with_a_known_tag()
    {
        ModelBuilder builder = SmallModels.Copy();
        builder.Definition.Operators[0].Options = new OptionsTable(200);
        Failing.Verify(ErrorCode.UnionTagInvalid, builder, BuiltinOperators.LastOptionsType, 200, subgraph: 0, node: 0);
        builder.Definition.Operators[0].Options = new OptionsTable((byte)0);
        Failing.Verify(ErrorCode.UnionTagInvalid, builder, BuiltinOperators.LastOptionsType, 0, subgraph: 0, node: 0);

        builder = SmallModels.Copy();
        builder.Definition.Operators[0].Options2 = new OptionsTable(100);
        Failing.Verify(ErrorCode.UnionTagInvalid, builder, BuiltinOperators.LastOptions2Type, 100, subgraph: 0, node: 0);
    }

    [Fact]
    [Covers(ErrorCode.TensorProducedTwice)]
    public void A_tensor_is_written_once()
    {
        ModelBuilder builder = SmallModels.Copy();
        builder.CustomOperator("Copy", null, [0], [1]);
        Failing.Verify(ErrorCode.TensorProducedTwice, builder.Build(), subgraph: 0, node: 1, tensor: 1);

        builder = SmallModels.Copy();
        builder.Definition.Operators[0].Outputs = [0];
        Failing.Verify(ErrorCode.TensorProducedTwice, builder.Build(), subgraph: 0, node: 0, tensor: 0);

        builder = SmallModels.WithConstant(TensorType.Int8, [2], new byte[2]);
        builder.Definition.Operators[0].Outputs = [1, 2];
        Failing.Verify(ErrorCode.TensorProducedTwice, builder.Build(), subgraph: 0, node: 0, tensor: 2);

        builder = SmallModels.WithConstant(TensorType.Int8, [2], new byte[2]);
        builder.Definition.Inputs.Add(2);
        Failing.Verify(ErrorCode.TensorProducedTwice, builder.Build(), subgraph: 0, tensor: 2);
    }

    [Fact]
    [Covers(ErrorCode.TensorUsedBeforeProduced)]
    public void A_tensor_is_read_after_it_is_written()
    {
        ModelBuilder builder = SmallModels.Copy();
        int late = builder.Tensor("late", TensorType.Int8, [1]);
        builder.Definition.Operators[0].Inputs = [0, late];
        builder.CustomOperator("Copy", null, [0], [late]);
        Failing.Verify(ErrorCode.TensorUsedBeforeProduced, builder.Build(), subgraph: 0, node: 0, tensor: late);

        builder = SmallModels.Copy();
        builder.Output(builder.Tensor("never", TensorType.Int8, [1]));
        Failing.Verify(ErrorCode.TensorUsedBeforeProduced, builder.Build(), subgraph: 0, tensor: 2);
    }

    [Fact]
    public void Only_a_custom_operator_may_take_a_tensor_that_nothing_writes()
    {
        ModelBuilder builder = SmallModels.Copy();
        int memory = builder.Tensor("memory", TensorType.Int8, [64]);
        builder.Definition.Operators[0].Inputs = [0, memory];
        ModelVerifier.Verify(builder.Build());

        int z = builder.Tensor("z", TensorType.Int8, [64]);
        builder.Operator(BuiltinOperator.Neg, null, [memory], [z]);
        Failing.Verify(ErrorCode.TensorUsedBeforeProduced, builder.Build(), subgraph: 0, node: 1, tensor: memory);
    }

    [Fact]
    public void An_empty_list_is_a_constant_and_is_never_written()
    {
        ModelBuilder builder = SmallModels.Copy();
        int empty = builder.Tensor("empty", TensorType.Int32, [0]);
        builder.Definition.Operators[0].Inputs = [0, empty];
        ModelVerifier.Verify(builder.Build());
        builder.Definition.Operators[0].Outputs = [1, empty];
        Failing.Verify(ErrorCode.DimensionNotPositive, builder.Build(), subgraph: 0, node: 0, tensor: empty);
    }

    [Theory]
    [Covers(ErrorCode.SubgraphIndexOutOfRange)]
    [InlineData(3)]
    [InlineData(-1)]
    public void Called_subgraphs_exist(int index)
    {
        ModelBuilder builder = SmallModels.Branch();
        builder.Definition.Operators[0].Options = Options.If(1, index);
        Failing.Verify(ErrorCode.SubgraphIndexOutOfRange, builder, 3, index, subgraph: 0, node: 0);

        builder = SmallModels.Copy();
        builder.Signature("key").SubgraphIndex = index;
        Failing.Verify(ErrorCode.SubgraphIndexOutOfRange, builder, 1, index);
    }

    [Fact]
    [Covers(ErrorCode.SubgraphCycle)]
    public void Subgraphs_do_not_call_each_other_in_a_circle()
    {
        ModelBuilder builder = SmallModels.Branch();
        builder.Definition.Operators[0].Options = Options.If(0, 1);
        Failing.Verify(ErrorCode.SubgraphCycle, builder, 0, 0, subgraph: 0, node: 0);

        // 0 calls 1 and 2, 2 calls 1: a diamond, but no circle until 1 calls 2.
        builder = SmallModels.Branch();
        int last = builder.Document.OperatorCodes.Count;
        builder.Document.OperatorCodes.Add(new OperatorCodeDef(BuiltinOperator.CallOnce));
        builder.Document.Subgraphs[2].Operators.Add(
            new OperatorDef { OpcodeIndex = last, Inputs = [], Outputs = [], Options = Options.CallOnce(1) });
        ModelVerifier.Verify(builder.Build());
        builder.Document.Subgraphs[1].Operators.Add(
            new OperatorDef { OpcodeIndex = last, Inputs = [], Outputs = [], Options = Options.CallOnce(2) });
        Failing.Verify(ErrorCode.SubgraphCycle, builder, 0, 1, subgraph: 2, node: 1);
    }

    [Fact]
    public void Control_flow_needs_its_own_options()
    {
        ModelBuilder builder = SmallModels.Branch();
        builder.Definition.Operators[0].Options = null;
        Failing.Verify(ErrorCode.OptionsMissing, builder, (int)BuiltinOptionsType.If, 0, subgraph: 0, node: 0);
        builder.Definition.Operators[0].Options = Options.While(1, 2);
        Failing.Verify(
            ErrorCode.OptionsMissing, builder, (int)BuiltinOptionsType.If, (int)BuiltinOptionsType.While, subgraph: 0, node: 0);
        builder.Definition.Operators[0].Options = new OptionsTable(BuiltinOptionsType.If).Int8(0, 1).Int8(1, 1);
        Failing.Verify(ErrorCode.FieldOutOfBounds, builder.Build(), subgraph: 0, node: 0);
    }

    [Fact]
    [Covers(ErrorCode.SignatureInvalid)]
    public void Signatures_map_graph_ends()
    {
        ModelBuilder builder = SmallModels.Copy();
        builder.Signature("key").Inputs![0].TensorIndex = 1;
        Failing.Verify(ErrorCode.SignatureInvalid, builder.Build(), subgraph: 0, tensor: 1);

        builder = SmallModels.Copy();
        builder.Signature("key").Outputs![0].TensorIndex = 5;
        Failing.Verify(ErrorCode.SignatureInvalid, builder.Build(), subgraph: 0, tensor: 5);
    }

    [Fact]
    [Covers(ErrorCode.GraphTooLarge)]
    public void Lists_have_an_end()
    {
        const int max = 16384;
        ModelBuilder builder = SmallModels.Copy();
        builder.Definition.Operators[0].Inputs = new int[max];
        ModelVerifier.Verify(builder.Build());
        builder.Definition.Operators[0].Inputs = new int[max + 1];
        Failing.Verify(ErrorCode.GraphTooLarge, builder, max, max + 1, subgraph: 0, node: 0);

        builder = SmallModels.Copy();
        builder.Definition.Inputs.AddRange(new int[max]);
        Failing.Verify(ErrorCode.GraphTooLarge, builder, max, max + 1, subgraph: 0);

        builder = SmallModels.Copy();
        builder.Document.Subgraphs.AddRange(Enumerable.Repeat(new SubgraphDef(), 1024));
        Failing.Verify(ErrorCode.GraphTooLarge, builder, 1024, 1025);
    }

    private static void RefusesIndex(ModelBuilder builder, int index, int node)
    {
        byte[] model = builder.Build();
        ModelException error = Assert.Throws<ModelException>(() => ModelVerifier.Verify(model));
        Assert.Equal(ErrorCode.TensorIndexOutOfRange, error.Code);
        Assert.Equal((0, node, builder.Definition.Tensors.Count, index), (error.Subgraph, error.Node, error.Expected, error.Found));
    }
}
