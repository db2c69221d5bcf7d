// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using TinyInterp.Schema;
using TinyInterp.Tests.Schema;
using TinyInterp.Writer;
using Xunit;

namespace TinyInterp.Tests.Runtime;

/// <summary>The life of one interpreter.</summary>
public class MicroInterpreterTests
{
    [Fact]
    [Covers(ErrorCode.NotAllocated)]
    public void Nothing_works_before_AllocateTensors_has_succeeded()
    {
        MicroInterpreter interpreter = Running.Create(SmallModels.Copy(), arena: new TensorArena(7));
        for (int round = 0; round < 2; round++)
        {
            Assert.False(interpreter.IsAllocated);
            Failing.With(ErrorCode.NotAllocated, interpreter.Invoke);
            Failing.With(ErrorCode.NotAllocated, interpreter.Reset);
            Failing.With(ErrorCode.NotAllocated, () => interpreter.Input(0));
            Failing.With(ErrorCode.NotAllocated, () => interpreter.Output("y"));
            Failing.With(ErrorCode.NotAllocated, () => interpreter.Subgraph(0));
            Failing.With(ErrorCode.NotAllocated, () => _ = interpreter.InputCount + interpreter.OutputCount);
            Failing.With(ErrorCode.NotAllocated, () => _ = interpreter.PlanBytes);
            Failing.With(ErrorCode.NotAllocated, () => _ = interpreter.ArenaUsedBytes);
            Failing.With(ErrorCode.ArenaTooSmall, interpreter.AllocateTensors);
        }
    }

    [Fact]
    [Covers(ErrorCode.AlreadyAllocated)]
    public void AllocateTensors_succeeds_once()
    {
        TensorArena arena = new TensorArena(100);
        MicroInterpreter interpreter = Running.Load(SmallModels.Copy(), arena: arena);
        Failing.With(ErrorCode.AlreadyAllocated, interpreter.AllocateTensors);
        Assert.Equal([1, 2, 3, 4], interpreter.Run(1, 2, 3, 4));
        Assert.Equal(8, arena.UsedBytes);
    }

    [Theory]
    [Covers(ErrorCode.ArenaTooSmall)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void The_need_that_the_error_states_is_exact(int which)
    {
        ModelBuilder model = which == 0 ? SmallModels.Copy(TensorType.Int64, 5) : which == 1 ? Mixed() : Counter();
        TensorArena arena = new TensorArena(0);
        MicroInterpreter interpreter = Running.Create(model, arena: arena);
        int need = (int)Failing.With(ErrorCode.ArenaTooSmall, interpreter.AllocateTensors).Expected;
        Assert.Equal(0, arena.UsedBytes);
        arena = new TensorArena(need - 1);
        Failing.WithNumbers(ErrorCode.ArenaTooSmall, Running.Create(model, arena: arena).AllocateTensors, need, need - 1);
        Assert.Equal(0, arena.UsedBytes);
        Assert.All(Enumerable.Range(0, ArenaRegion.Count), region => Assert.Null(arena.Plan.Region(region)));
        arena = new TensorArena(need);
        interpreter = Running.Load(model, arena: arena);
        Assert.Equal((need, need), (arena.UsedBytes, interpreter.ArenaUsedBytes));
        interpreter.Run(1, 2);
    }

    [Fact]
    [Covers(ErrorCode.ArgumentInvalid)]
    public void Arguments_are_checked()
    {
        byte[] model = SmallModels.Copy().Build();
        Failing.With(ErrorCode.ArgumentInvalid, () => new MicroInterpreter(model, null, new TensorArena(1)));
        Failing.With(ErrorCode.ArgumentInvalid, () => new MicroInterpreter(model, new OpResolver(), null));
        Failing.With(ErrorCode.ArgumentInvalid, () => new TensorArena(-1));
        Failing.With(ErrorCode.ArgumentInvalid, () => Running.Load(SmallModels.Copy()).Input(null));
        Failing.With(ErrorCode.ModelEmpty, () => new MicroInterpreter(null, new OpResolver(), new TensorArena(1)));
    }

    [Fact]
    [Covers(ErrorCode.NoSuchTensor)]
    public void Inputs_and_outputs_are_found_by_index_tensor_name_and_signature()
    {
        ModelBuilder model = SmallModels.Copy();
        model.Definition.Tensors[0].Name = "Gerät_入力\U0001F600";
        SignatureDef signature = model.Signature("ключ");
        signature.Inputs![0].Name = "größe";
        signature.Outputs![0].Name = "x";
        SubgraphBuilder other = model.Subgraph("other");
        other.Output(other.Input("hidden", TensorType.Int8, [1]));
        model.Document.Signatures!.Add(new SignatureDef
        {
            Key = "elsewhere",
            SubgraphIndex = 1,
            Inputs = [new TensorMapDef { Name = "hidden", TensorIndex = 0 }]
        });
        MicroInterpreter interpreter = Running.Load(model);
        Tensor x = interpreter.Input(0);
        Assert.Same(x, interpreter.Input("Gerät_入力\U0001F600"));
        Assert.Same(x, interpreter.Input("größe"));
        Assert.Same(x, interpreter.Input("ключ", "größe"));
        Tensor y = interpreter.Output(0);
        Assert.Same(y, interpreter.Output("y"));
        Assert.Same(y, interpreter.Output("x"));
        Assert.Same(y, interpreter.Output("ключ", "x"));
        Assert.Equal((1, 1), (interpreter.InputCount, interpreter.OutputCount));
        Failing.WithNumbers(ErrorCode.NoSuchTensor, () => interpreter.Input(1), 1, 1);
        Failing.WithNumbers(ErrorCode.NoSuchTensor, () => interpreter.Output(-1), 1, -1);
        Failing.With(ErrorCode.NoSuchTensor, () => interpreter.Input("y"));
        Failing.With(ErrorCode.NoSuchTensor, () => interpreter.Input("ключ", "Gerät_入力\U0001F600"));
        Failing.With(ErrorCode.NoSuchTensor, () => interpreter.Input("ключи", "größe"));
        Failing.With(ErrorCode.NoSuchTensor, () => interpreter.Input("elsewhere", "hidden"));
        Failing.With(ErrorCode.NoSuchTensor, () => interpreter.Output("hidden"));
    }

    [Fact]
    public void Tensors_of_all_types_have_regions_of_their_own()
    {
        TensorArena arena = new TensorArena(1000);
        MicroInterpreter interpreter = Running.Load(Mixed(), arena: arena);
        Running.Set(interpreter.Input(0), -1, 2);
        Running.Set(interpreter.Input(1), -30000, 4);
        Running.Set(interpreter.Input(2), 1 << 30, 6);
        Running.Set(interpreter.Input(3), 1L << 60, 8);
        interpreter.Invoke();
        Assert.Equal([0, 3], Running.Get(interpreter.Output(0)));
        Assert.Equal([-29999, 5], Running.Get(interpreter.Output(1)));
        Assert.Equal([(1 << 30) + 1, 7], Running.Get(interpreter.Output(2)));
        Assert.Equal([(1L << 60) + 1, 9], Running.Get(interpreter.Output(3)));

        // Input, output and scratch of each node; the inputs are live together with the first node's, outputs to the end.
        for (int region = 0; region < 4; region++)
        {
            Assert.Equal(6, arena.Plan.Region(region).Length);
        }

        Assert.Null(arena.Plan.Float32);
        Assert.Equal(6 * (1 + 2 + 4 + 8), arena.UsedBytes);
    }

    [Fact]
    public void Memory_is_shared_unless_all_tensors_are_preserved()
    {
        ModelBuilder model = Chain(6);
        MicroInterpreter interpreter = Running.Load(model);
        Assert.Equal([7, 8], interpreter.Run(1, 2));

        // Two tensors of two bytes at a time, and the nodes' scratch.
        Assert.Equal(4, SubgraphPlan.OfTensors(interpreter.Model, 0).LowerBoundBytes);
        Assert.Equal(4 + 2, interpreter.PlanBytes);

        interpreter = Running.Create(model);
        interpreter.PreserveAllTensors = true;
        interpreter.AllocateTensors();
        Assert.Equal([7, 8], interpreter.Run(1, 2));
        Assert.Equal(16, interpreter.PlanBytes);
        for (int t = 0; t < 7; t++)
        {
            Assert.Equal([1 + t, 2 + t], Running.Get(interpreter.Subgraph(0).Tensor(t)));
        }
    }

    [Fact]
    public void Variables_last_until_Reset_which_brings_them_to_real_zero()
    {
        MicroInterpreter interpreter = Running.Load(Counter());
        long[] first = interpreter.Run(1, 2);
        Assert.Equal([4, 5], first);
        Assert.Equal([5, 7], interpreter.Run(1, 2));
        interpreter.Reset();
        Assert.Equal(first, interpreter.Run(1, 2));
    }

    [Fact]
    public void Reset_reaches_every_kernel()
    {
        int resets = 0;
        OpResolver resolver = new OpResolver().AddCustom("AddOne", () => new TestKernel(TestKernel.AddOne, () => resets++));
        MicroInterpreter interpreter = Running.Load(Chain(3), resolver);
        Assert.Equal(3, resets);
        interpreter.Reset();
        Assert.Equal(6, resets);
    }

    [Fact]
    public void Constants_inputs_and_variables_may_be_outputs()
    {
        ModelBuilder model = SmallModels.WithConstant(TensorType.Int16, [3], [1, 0, 2, 0, 0xFF, 0xFF]);
        model.Output(2);
        model.Output(0);
        model.Output(model.Tensor("empty", TensorType.Int32, [0]));
        MicroInterpreter interpreter = Running.Load(model);
        Assert.Equal([9, 8, 7, 6], interpreter.Run(9, 8, 7, 6));
        Assert.Equal([1, 2, -1], Running.Get(interpreter.Output(1)));
        Assert.Equal(new short[] { 1, 2, -1 }, interpreter.Output(1).Int16);
        Assert.Same(interpreter.Input(0), interpreter.Output(2));
        Assert.Equal([9, 8, 7, 6], Running.Get(interpreter.Output(2)));
        Assert.Equal(0, interpreter.Output(3).ByteCount);
    }

    [Fact]
    public void An_empty_list_needs_no_buffer()
    {
        ModelBuilder model = SmallModels.Copy();
        model.Definition.Operators[0].Inputs = [0, model.Tensor("axes", TensorType.Int32, [0])];
        model.Document.Buffers = null!;
        Assert.Equal([1, 2, 3, 4], Running.Load(model).Run(1, 2, 3, 4));
    }

    [Fact]
    public void A_model_without_nodes_hands_its_input_on()
    {
        ModelBuilder model = new ModelBuilder();
        model.Output(model.Input("x", TensorType.Int32, [2]));
        Assert.Equal([5, 6], Running.Load(model).Run(5, 6));
    }

    [Fact]
    public void Invoke_allocates_nothing_with_and_without_profiler()
    {
        MicroInterpreter interpreter = Running.Load(Chain(4));
        CountingProfiler profiler = new CountingProfiler();
        foreach (INodeProfiler? each in new INodeProfiler?[] { null, profiler, null })
        {
            interpreter.Profiler = each;
            interpreter.Invoke();
            long before = GC.GetAllocatedBytesForCurrentThread();
            interpreter.Invoke();
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(8, profiler.Count);
    }

    [Fact]
    public void A_profiler_hears_of_each_node_in_order_and_only_while_set()
    {
        RecordingProfiler profiler = new RecordingProfiler();
        OpResolver resolver = TestKernel.Resolver().Add(
            new OpRegistration(BuiltinOperator.If, null, TypeSet.Int8, 1, 1, () => new TestKernel(TestKernel.If)));
        MicroInterpreter interpreter = Running.Create(SmallModels.Branch(), resolver);
        interpreter.Profiler = profiler;
        interpreter.AllocateTensors();
        interpreter.Invoke();
        Assert.Equal(["+0.0", "+2.0", "-2.0", "-0.0"], profiler.Events);
        interpreter.Profiler = null;
        interpreter.Invoke();
        Assert.Equal(4, profiler.Events.Count);
        interpreter.Profiler = profiler;
        interpreter.Input(0).SetInteger(0, 1);
        interpreter.Invoke();
        Assert.Equal(["+0.0", "+1.0", "-1.0", "-0.0"], profiler.Events.Skip(4));
    }

    [Fact]
    public void A_profiler_may_take_itself_off()
    {
        MicroInterpreter interpreter = Running.Load(Chain(2));
        interpreter.Profiler = new LeavingProfiler(interpreter);
        Assert.Equal([3, 4], interpreter.Run(1, 2));
        Assert.Null(interpreter.Profiler);
    }

    [Fact]
    public void A_failed_preparation_can_be_repeated_and_leaves_the_arena_alone()
    {
        bool fail = true;
        OpResolver resolver = new OpResolver().AddCustom("Copy", () => new TestKernel(context =>
        {
            return fail ? throw context.Error(ErrorCode.ShapeMismatch, context.Input(0), 1, 2) : TestKernel.Copy(context);
        }));
        TensorArena arena = new TensorArena(100);
        MicroInterpreter interpreter = Running.Create(SmallModels.Copy(), resolver, arena);
        Failing.WithNumbers(ErrorCode.ShapeMismatch, interpreter.AllocateTensors, 1, 2, subgraph: 0, node: 0, tensor: 0);
        Assert.Equal(0, arena.UsedBytes);
        fail = false;
        interpreter.AllocateTensors();
        Assert.Equal([1, 2, 3, 4], interpreter.Run(1, 2, 3, 4));
    }

    /// <summary>x -> n times AddOne -> y, two elements each.</summary>
    internal static ModelBuilder Chain(int nodes)
    {
        ModelBuilder model = new ModelBuilder();
        int last = model.Input("x", TensorType.Int8, [2]);
        for (int n = 0; n < nodes; n++)
        {
            int next = model.Tensor("t" + n, TensorType.Int8, [2]);
            model.CustomOperator("AddOne", null, [last], [next]);
            last = next;
        }

        model.Output(last);
        return model;
    }

    /// <summary>Adds x to a variable whose zero point is 3 and gives it out.</summary>
    internal static ModelBuilder Counter()
    {
        ModelBuilder model = new ModelBuilder();
        int x = model.Input("x", TensorType.Int8, [2]);
        int state = model.Variable("state", TensorType.Int8, [2], QuantizationDef.PerTensor(1f, 3));
        int y = model.Tensor("y", TensorType.Int8, [2]);
        model.CustomOperator("Accumulate", null, [x, state], [y]);
        model.Output(y);
        return model;
    }

    /// <summary>AddOne on int8, int16, int32 and int64.</summary>
    internal static ModelBuilder Mixed()
    {
        ModelBuilder model = new ModelBuilder();
        foreach (TensorType type in new[] { TensorType.Int8, TensorType.Int16, TensorType.Int32, TensorType.Int64 })
        {
            int x = model.Input("x" + type, type, [2]);
            int y = model.Tensor("y" + type, type, [2]);
            model.CustomOperator("AddOne", null, [x], [y]);
            model.Output(y);
        }

        return model;
    }

    private sealed class CountingProfiler : INodeProfiler
    {
        public int Count { get; private set; }

        public void Begin(int subgraph, int node)
        {
            Count++;
        }

        public void End(int subgraph, int node)
        {
        }
    }

    private sealed class RecordingProfiler : INodeProfiler
    {
        public List<string> Events { get; } = new List<string>();

        public void Begin(int subgraph, int node)
        {
            Events.Add("+" + subgraph + "." + node);
        }

        public void End(int subgraph, int node)
        {
            Events.Add("-" + subgraph + "." + node);
        }
    }

    private sealed class LeavingProfiler : INodeProfiler
    {
        private readonly MicroInterpreter _interpreter;

        public LeavingProfiler(MicroInterpreter interpreter)
        {
            _interpreter = interpreter;
        }

        public void Begin(int subgraph, int node)
        {
            _interpreter.Profiler = null;
        }

        public void End(int subgraph, int node)
        {
        }
    }
}
