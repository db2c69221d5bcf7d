// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Kernels;
using TinyInterp.Schema;
using TinyInterp.Tests.Schema;
using TinyInterp.Writer;
using Xunit;

namespace TinyInterp.Tests.Runtime;

/// <summary>What a kernel may demand of its node, each demand unfulfilled once.</summary>
public class PrepareContextTests
{
    [Fact]
    [Covers(ErrorCode.InputCountMismatch)]
    [Covers(ErrorCode.OutputCountMismatch)]
    [Covers(ErrorCode.InputMissing)]
    public void Inputs_and_outputs_are_counted()
    {
        ModelBuilder model = SmallModels.Copy();
        Refuses(model, ErrorCode.InputCountMismatch, 2, 1, -1, context => context.RequireInputs(2, 3));
        Refuses(model, ErrorCode.InputCountMismatch, 0, 1, -1, context => context.RequireInputs(0, 0));
        Refuses(model, ErrorCode.OutputCountMismatch, 2, 1, -1, context => context.RequireOutputs(2));
        Refuses(model, ErrorCode.OutputCountMismatch, 2, 1, -1, context => context.Output(1));
        Refuses(model, ErrorCode.InputMissing, 1, 1, -1, context => context.Input(1));
        model.Definition.Operators[0].Inputs = [-1, 0];
        Refuses(model, ErrorCode.InputMissing, 0, 2, -1, context => context.RawInput(0));
        Accepts(model, context =>
        {
            Assert.Null(context.OptionalInput(0));
            Assert.Null(context.OptionalInput(2));
            Assert.Null(context.Intermediate(0));
            Assert.Equal("0,2,1", context.Node + "," + context.InputCount + "," + context.OutputCount);
        });
    }

    [Fact]
    [Covers(ErrorCode.TypeUnsupported)]
    [Covers(ErrorCode.TypeMismatch)]
    public void Types_are_checked()
    {
        ModelBuilder model = SmallModels.Copy(TensorType.Int16, 4);
        Refuses(
            model, ErrorCode.TypeUnsupported, (int)TypeSet.Int8, (int)TensorType.Int16, 0, c => c.RequireType(c.Input(0), TypeSet.Int8));
        model.Definition.Tensors[1].Type = TensorType.Int8;
        Refuses(
            model,
            ErrorCode.TypeMismatch,
            (int)TensorType.Int16,
            (int)TensorType.Int8,
            1,
            context => context.RequireSameType(context.Output(0), context.Input(0)));
    }

    [Fact]
    [Covers(ErrorCode.RankUnsupported)]
    [Covers(ErrorCode.ShapeMismatch)]
    public void Shapes_are_checked()
    {
        ModelBuilder model = SmallModels.Copy(TensorType.Int8, 2, 3);
        Refuses(model, ErrorCode.RankUnsupported, 3, 2, 0, context => context.RequireRank(context.Input(0), 3, 4));
        Refuses(model, ErrorCode.RankUnsupported, 1, 2, 0, context => context.RequireRank(context.Input(0), 0, 1));
        Refuses(model, ErrorCode.ShapeMismatch, 4, 3, 0, context => context.RequireDimension(context.Input(0), 1, 4));
        Refuses(model, ErrorCode.ShapeMismatch, 5, 6, 0, context => context.RequireElementCount(context.Input(0), 5));
        model.Definition.Tensors[1].Shape = [3, 2];
        Refuses(model, ErrorCode.ShapeMismatch, 6, 6, 1, context => context.RequireSameShape(context.Output(0), context.Input(0)));
    }

    [Fact]
    [Covers(ErrorCode.QuantizationMissing)]
    [Covers(ErrorCode.QuantizationMismatch)]
    [Covers(ErrorCode.QuantizationUnsupported)]
    [Covers(ErrorCode.PerChannelUnsupported)]
    public void Quantisation_is_checked()
    {
        ModelBuilder model = SmallModels.Copy();
        Refuses(model, ErrorCode.QuantizationMissing, 1, 0, 0, context => context.RequireQuantized(context.Input(0)));
        model.Definition.Tensors[0].Quantization = QuantizationDef.PerTensor(1f, 3);
        Refuses(model, ErrorCode.QuantizationUnsupported, 0, 3, 0, context => context.RequireZeroPoint(context.Input(0), 0));
        model.Definition.Tensors[1].Quantization = QuantizationDef.PerTensor(1f, 4);
        Action<PrepareContext> same = context => context.RequireSameQuantization(context.Output(0), context.Input(0));
        Refuses(model, ErrorCode.QuantizationMismatch, 3, 4, 1, same);
        model.Definition.Tensors[1].Quantization = QuantizationDef.PerTensor(2f, 3);
        Refuses(model, ErrorCode.QuantizationMismatch, 3, 3, 1, same);
        model.Definition.Tensors[0].Quantization = QuantizationDef.PerChannel([1f, 2f, 3f, 4f], 1);
        Refuses(model, ErrorCode.PerChannelUnsupported, 1, 4, 0, context => context.RequireQuantized(context.Input(0)));
    }

    [Fact]
    [Covers(ErrorCode.ConstantRequired)]
    [Covers(ErrorCode.VariableRequired)]
    public void Constants_and_variables_are_demanded()
    {
        ModelBuilder model = SmallModels.Copy();
        Refuses(model, ErrorCode.ConstantRequired, 0, 0, 0, context => context.ConstantInput(0));
        Refuses(model, ErrorCode.VariableRequired, 0, 0, 0, context => context.VariableInput(0));
    }

    [Fact]
    [Covers(ErrorCode.TensorTypeUnsupported)]
    public void Types_that_cannot_lie_in_the_arena_are_refused()
    {
        ModelBuilder model = SmallModels.Copy(TensorType.Float64, 4);
        Refuses(model, ErrorCode.TensorTypeUnsupported, 0, (int)TensorType.Float64, 1, context => context.Output(0));

        // A graph input that no kernel asks for, and a constant.
        MicroInterpreter interpreter = Running.Create(model, TypeBlind());
        Failing.With(ErrorCode.TensorTypeUnsupported, interpreter.AllocateTensors, subgraph: 0, tensor: 0);
        model = SmallModels.WithConstant(TensorType.Float16, [2], new byte[4]);
        Refuses(model, ErrorCode.TensorTypeUnsupported, 0, (int)TensorType.Float16, 2, context => context.Input(1));
        Accepts(model, context => context.RawInput(1));
        Refuses(model, ErrorCode.TensorTypeUnsupported, 0, (int)TensorType.Int4, -1, context => context.Scratch(TensorType.Int4, 2));
        model = SmallModels.Copy();
        model.Variable("v", TensorType.UInt16, [2]);
        Failing.With(ErrorCode.TensorTypeUnsupported, Running.Create(model).AllocateTensors, subgraph: 0, tensor: 2);
    }

    [Fact]
    [Covers(ErrorCode.OptionsMissing)]
    public void Options_of_another_operator_are_refused()
    {
        ModelBuilder model = SmallModels.Copy();
        Accepts(model, context => Assert.Equal(1, context.Options(BuiltinOptionsType.Conv2D).Int32(Conv2DOptions.DilationWFactor)));
        model.Definition.Operators[0].Options = Options.Softmax(1f);
        Refuses(
            model,
            ErrorCode.OptionsMissing,
            (int)BuiltinOptionsType.Gather,
            (int)BuiltinOptionsType.Softmax,
            -1,
            context => context.Options(BuiltinOptionsType.Gather));
    }

    [Fact]
    public void A_narrow_option_is_reported_with_its_node()
    {
        ModelBuilder model = SmallModels.Copy();
        model.CustomOperator("Copy", null, [0], [model.Tensor("z", TensorType.Int8, [1, 4])]).Options
            = new OptionsTable(BuiltinOptionsType.Gather).Int8(0, 1);
        OpResolver resolver = new OpResolver().AddCustom("Copy", () => new TestKernel(context =>
        {
            context.Options(context.Node == 0 ? BuiltinOptionsType.Conv2D : BuiltinOptionsType.Gather).Int32(GatherOptions.Axis);
            return null;
        }));
        Failing.With(ErrorCode.FieldOutOfBounds, Running.Create(model, resolver).AllocateTensors, subgraph: 0, node: 1);
    }

    [Fact]
    [Covers(ErrorCode.OptionInvalid)]
    [Covers(ErrorCode.OptionUnsupported)]
    public void Impossible_and_unsupported_option_values_are_told_apart()
    {
        OpResolver resolver = new OpResolver().AddConv2D();
        Running.Load(SmallModels.Conv(), resolver);
        MicroInterpreter interpreter = Running.Create(SmallModels.Conv(Options.Conv2D(TinyInterp.Writer.Padding.Valid, 0, 1)), resolver);
        Failing.WithNumbers(ErrorCode.OptionInvalid, interpreter.AllocateTensors, 1, 0, subgraph: 0, node: 0);
        interpreter = Running.Create(SmallModels.Conv(Options.Conv2D((TinyInterp.Writer.Padding)7, 1, 1)), resolver);
        Failing.With(ErrorCode.OptionUnsupported, interpreter.AllocateTensors, subgraph: 0, node: 0);
    }

    [Fact]
    [Covers(ErrorCode.ConstantInvalid)]
    public void A_kernel_refuses_a_constants_value_by_its_node()
    {
        ModelBuilder model = SmallModels.WithConstant(TensorType.Int64, [1], BitConverter.GetBytes(1L << 40));
        Refuses(model, ErrorCode.ConstantInvalid, 4, int.MaxValue, 2, context =>
        {
            Tensor axis = context.ConstantInput(1);
            throw context.Error(ErrorCode.ConstantInvalid, axis, 4, axis.GetInt32(0));
        });
    }

    [Fact]
    public void Subgraphs_that_are_not_called_cannot_be_had()
    {
        ModelBuilder model = SmallModels.Copy();
        model.Subgraph("lonely");
        foreach (int index in new[] { -1, 1, 2 })
        {
            Refuses(model, ErrorCode.SubgraphIndexOutOfRange, 2, index, -1, context => context.CalledSubgraph(index));
        }
    }

    [Fact]
    public void Memory_out_of_all_proportion_is_refused_before_it_is_taken()
    {
        ModelBuilder model = SmallModels.Copy();
        long before = GC.GetAllocatedBytesForCurrentThread();
        foreach (Action<PrepareContext> ask in new Action<PrepareContext>[]
        {
            context => context.NewBytes(int.MaxValue),
            context => context.Persistent(TensorType.Int8, int.MaxValue),
            context => context.Persistent(TensorType.Int16, int.MaxValue),
            context => context.Persistent(TensorType.Int32, int.MaxValue),
            context => context.Persistent(TensorType.Int64, int.MaxValue),
            context => context.Persistent(TensorType.Float32, int.MaxValue),
        })
        {
            MicroInterpreter interpreter = Running.Create(model, Asking(ask), new TensorArena(1000));
            ModelException error = Failing.With(ErrorCode.ArenaTooSmall, interpreter.AllocateTensors, subgraph: 0, node: 0);
            Assert.True(error.Expected >= int.MaxValue && error.Found == 1000);
            Assert.DoesNotContain("new TensorArena", error.Message);
        }

        foreach (Action<PrepareContext> ask in new Action<PrepareContext>[]
        {
            context => context.Persistent(TensorType.Int32, -1),
            context => context.Scratch(TensorType.Int8, -1),
        })
        {
            Failing.With(ErrorCode.PlanOverflow, Running.Create(model, Asking(ask)).AllocateTensors, subgraph: 0, node: 0);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void A_missing_custom_operator_with_memory_of_its_own_is_named()
    {
        ModelException error = Assert.Throws<ModelException>(() => Running.Load(Accelerated()));

        Assert.Equal((ErrorCode.KernelMissing, 0, 0), (error.Code, error.Subgraph, error.Node));
        Assert.EndsWith("no kernel is registered for ethos-u; call resolver.AddCustom(\"ethos-u\", ...)", error.Message);
    }

    [Fact]
    public void A_custom_kernel_asks_for_the_memory_that_the_model_lays_out_for_it()
    {
        Tensor? memory = null;
        MicroInterpreter interpreter = Running.Load(Accelerated(), TestKernel.Resolver("ethos-u", context =>
        {
            Tensor x = context.Input(0);
            Tensor y = context.Output(0);
            memory = context.ScratchInput(1);
            return () =>
            {
                for (int i = 0; i < memory.ElementCount; i++)
                {
                    memory.SetInteger(i, 77);
                }

                Array.Copy(x.Data, x.Offset, y.Data, y.Offset, x.ElementCount);
            };
        }));

        Assert.Equal([1L, 2, 3, 4], interpreter.Run(1, 2, 3, 4));
        Assert.NotNull(memory);
        Assert.Equal(64, memory.ElementCount);
        Assert.Same(memory.Data, interpreter.Input(0).Data);
    }

    [Fact]
    public void An_input_that_nothing_writes_is_no_data_and_one_that_is_written_no_memory()
    {
        ErrorCode Fails(Action<PrepareContext> ask) => Assert.Throws<ModelException>(() => Running.Load(
            Accelerated(),
            TestKernel.Resolver("ethos-u", context =>
            {
                ask(context);
                return null;
            }))).Code;

        Assert.Equal(ErrorCode.TensorUsedBeforeProduced, Fails(context => context.Input(1)));
        Assert.Equal(ErrorCode.TensorUsedBeforeProduced, Fails(context => context.RawInput(1)));
        Assert.Equal(ErrorCode.TensorProducedTwice, Fails(context => context.ScratchInput(0)));
        Assert.Equal(ErrorCode.TensorProducedTwice, Fails(context => context.ScratchInput(2)));
        Assert.Equal(ErrorCode.InputMissing, Fails(context => context.ScratchInput(3)));
    }

    [Fact]
    [Covers(ErrorCode.PlanOverflow)]
    public void Scratch_beyond_two_gigabytes_is_refused()
    {
        // One such scratch fits a plan, two of one node do not; 64-bit elements overflow by their bytes.
        MicroInterpreter interpreter = Running.Create(SmallModels.Copy(), Asking(context => context.Scratch(TensorType.Int8, int.MaxValue / 2)));
        Failing.With(ErrorCode.ArenaTooSmall, interpreter.AllocateTensors);
        interpreter = Running.Create(SmallModels.Copy(), Asking(context =>
        {
            context.Scratch(TensorType.Int8, int.MaxValue);
            context.Scratch(TensorType.Int8, int.MaxValue);
        }));
        Failing.With(ErrorCode.PlanOverflow, interpreter.AllocateTensors, subgraph: 0, node: 0);
        interpreter = Running.Create(SmallModels.Copy(), Asking(context => context.Scratch(TensorType.Int64, int.MaxValue / 2)));
        Failing.With(ErrorCode.PlanOverflow, interpreter.AllocateTensors);

        // Variables that are all within bounds until they are added up.
        ModelBuilder model = SmallModels.Copy();
        for (int i = 0; i < 20; i++)
        {
            model.Variable("v" + i, TensorType.Int8, [134217727]);
        }

        Failing.With(ErrorCode.PlanOverflow, Running.Create(model).AllocateTensors, subgraph: 0, tensor: 18);
    }

    private static OpResolver Asking(Action<PrepareContext> ask)
    {
        return new OpResolver().AddCustom("Copy", () => new TestKernel(context =>
        {
            ask(context);
            return null;
        }));
    }

    private static OpResolver TypeBlind()
    {
        return new OpResolver().Add(new OpRegistration(
            BuiltinOperator.Custom, "Copy", (TypeSet)(-1), 0, 1, () => new TestKernel(_ => null)));
    }

    private static void Accepts(ModelBuilder model, Action<PrepareContext> ask)
    {
        Running.Load(model, Asking(ask));
    }

    private static void Refuses(
        ModelBuilder model, ErrorCode code, long expected, long found, int tensor, Action<PrepareContext> ask)
    {
        OpResolver resolver = new OpResolver().Add(new OpRegistration(
            BuiltinOperator.Custom, "Copy", (TypeSet)(-1), 0, 1, () => new TestKernel(context =>
            {
                ask(context);
                return null;
            })));
        Failing.WithNumbers(code, Running.Create(model, resolver).AllocateTensors, expected, found, subgraph: 0, node: 0, tensor: tensor);
    }

    /// <summary>What a compiler for an accelerator leaves: one custom operator with data, memory that nothing writes, and commands.</summary>
    private static ModelBuilder Accelerated()
    {
        ModelBuilder builder = new ModelBuilder();
        int x = builder.Input("x", TensorType.Int8, [4]);
        int memory = builder.Tensor("scratch", TensorType.Int8, [64]);
        int commands = builder.Constant("commands", TensorType.UInt8, [3], [1, 2, 3]);
        int y = builder.Tensor("y", TensorType.Int8, [4]);
        builder.CustomOperator("ethos-u", [1], [x, memory, commands], [y]);
        builder.Output(y);
        return builder;
    }
}
