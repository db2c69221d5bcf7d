// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Kernels;
using TinyInterp.Schema;
using TinyInterp.Writer;
using Xunit;

namespace TinyInterp.Tests.Kernels.Control;

/// <summary>What the golden cases of control flow and variables cannot show: refusals, swapped states, handles handed on, Reset.</summary>
public class ControlTests
{
    private static readonly int[] _scalar = [];
    private static readonly int[] _pair = [2];

    [Fact]
    public void While_swaps_its_state_without_overwriting_what_it_still_needs()
    {
        // State (go on, a, b); the body hands on (stop, b, a), so the loop runs once.
        ModelBuilder model = new ModelBuilder();
        int[] inputs = [model.Input("go", TensorType.Bool, _scalar), model.Input("a", TensorType.Int32, _pair), model.Input("b", TensorType.Int32, _pair)];
        int[] outputs = [model.Tensor("go2", TensorType.Bool, _scalar), model.Tensor("a2", TensorType.Int32, _pair), model.Tensor("b2", TensorType.Int32, _pair)];
        SubgraphBuilder condition = model.Subgraph("condition");
        condition.Output(condition.Input("go", TensorType.Bool, _scalar));
        condition.Input("a", TensorType.Int32, _pair);
        condition.Input("b", TensorType.Int32, _pair);
        SubgraphBuilder body = model.Subgraph("body");
        body.Input("go", TensorType.Bool, _scalar);
        int a = body.Input("a", TensorType.Int32, _pair);
        int b = body.Input("b", TensorType.Int32, _pair);
        body.Output(body.Constant("stop", _scalar, new[] { false }));
        body.Output(b);
        body.Output(a);
        model.Operator(BuiltinOperator.While, Options.While(condition.Index, body.Index), inputs, outputs);
        foreach (int output in outputs)
        {
            model.Output(output);
        }

        MicroInterpreter interpreter = Allocated(model);
        interpreter.Input(0).SetInteger(0, 1);
        for (int i = 0; i < 2; i++)
        {
            interpreter.Input(1).SetInteger(i, 10 + i);
            interpreter.Input(2).SetInteger(i, 20 + i);
        }

        interpreter.Invoke();
        Assert.Equal(0, interpreter.Output(0).GetInteger(0));
        Assert.Equal(21, interpreter.Output(1).GetInteger(1));
        Assert.Equal(11, interpreter.Output(2).GetInteger(1));
    }

    [Fact]
    public void If_refuses_subgraphs_of_other_shapes_types_or_counts()
    {
        Assert.Equal(ErrorCode.SubgraphMismatch, Refused(IfWith(TensorType.Int32, [3], 1)));
        Assert.Equal(ErrorCode.SubgraphMismatch, Refused(IfWith(TensorType.Int16, _pair, 1)));
        Assert.Equal(ErrorCode.SubgraphMismatch, Refused(IfWith(TensorType.Int32, _pair, 2)));
        Allocated(IfWith(TensorType.Int32, _pair, 1));
    }

    [Fact]
    public void A_read_that_nothing_assigns_is_refused()
    {
        ModelBuilder model = new ModelBuilder();
        model.Output(Read(model, Handle(model, "v"), TensorType.Int32, _pair));
        Assert.Equal(ErrorCode.ResourceInvalid, Refused(model));
    }

    [Theory]
    [InlineData(TensorType.Int32, 3)]
    [InlineData(TensorType.Float32, 2)]
    public void A_read_of_another_size_or_type_than_assigned_is_refused(TensorType type, int count)
    {
        ModelBuilder model = new ModelBuilder();
        int handle = Handle(model, "v");
        int value = model.Input("value", TensorType.Int32, _pair);
        model.Output(Read(model, handle, type, [count]));
        Assign(model, handle, value);
        Assert.Equal(ErrorCode.ResourceInvalid, Refused(model));
    }

    [Fact]
    public void A_read_before_the_assignment_gives_zero_then_the_last_value_and_zero_again_after_reset()
    {
        ModelBuilder model = new ModelBuilder();
        int value = model.Input("value", TensorType.Int32, _pair);
        model.Output(Read(model, Handle(model, "v"), TensorType.Int32, _pair));
        Assign(model, Handle(model, "v"), value);
        MicroInterpreter interpreter = Allocated(model);
        interpreter.Input(0).SetInteger(0, 5);
        interpreter.Invoke();
        Assert.Equal(0, interpreter.Output(0).GetInteger(0));
        interpreter.Invoke();
        Assert.Equal(5, interpreter.Output(0).GetInteger(0));
        interpreter.Reset();
        interpreter.Invoke();
        Assert.Equal(0, interpreter.Output(0).GetInteger(0));
    }

    [Fact]
    public void Call_once_fills_a_variable_again_after_reset()
    {
        ModelBuilder model = new ModelBuilder();
        SubgraphBuilder initial = model.Subgraph("initial");
        Assign(initial, Handle(initial, "v"), initial.Constant("seven", _pair, new[] { 7, 8 }));
        model.Operator(BuiltinOperator.CallOnce, Options.CallOnce(initial.Index), [], []);
        int value = model.Input("value", TensorType.Int32, _pair);
        model.Output(Read(model, Handle(model, "v"), TensorType.Int32, _pair));
        Assign(model, Handle(model, "v"), value);
        MicroInterpreter interpreter = Allocated(model);
        interpreter.Invoke();
        Assert.Equal(8, interpreter.Output(0).GetInteger(1));
        interpreter.Invoke();
        Assert.Equal(0, interpreter.Output(0).GetInteger(1));
        interpreter.Reset();
        interpreter.Invoke();
        Assert.Equal(8, interpreter.Output(0).GetInteger(1));
    }

    [Fact]
    public void A_handle_handed_to_a_subgraph_is_looked_up_when_the_node_runs()
    {
        ModelBuilder model = new ModelBuilder();
        int choice = model.Input("choice", TensorType.Bool, _scalar);
        int value = model.Input("value", TensorType.Int32, _pair);
        int handle = Handle(model, "v");
        Assign(model, handle, value);
        SubgraphBuilder reader = model.Subgraph("reader");
        reader.Output(Read(reader, reader.Input("handle", TensorType.Resource, _scalar), TensorType.Int32, _pair));
        int output = model.Tensor("output", TensorType.Int32, _pair);
        model.Operator(BuiltinOperator.If, Options.If(reader.Index, reader.Index), [choice, handle], [output]);
        model.Output(output);
        MicroInterpreter interpreter = Allocated(model);
        interpreter.Input(1).SetInteger(1, 9);
        interpreter.Invoke();
        Assert.Equal(9, interpreter.Output(0).GetInteger(1));
    }

    private static ModelBuilder IfWith(TensorType type, int[] shape, int inputs)
    {
        ModelBuilder model = new ModelBuilder();
        int condition = model.Input("condition", TensorType.Bool, _scalar);
        int input = model.Input("input", TensorType.Int32, _pair);
        int output = model.Tensor("output", TensorType.Int32, _pair);
        SubgraphBuilder then = model.Subgraph("then");
        then.Output(then.Input("x", TensorType.Int32, _pair));
        SubgraphBuilder other = model.Subgraph("else");
        other.Output(other.Input("x", type, shape));
        for (int i = 1; i < inputs; i++)
        {
            other.Input("y", type, shape);
        }

        model.Operator(BuiltinOperator.If, Options.If(then.Index, other.Index), [condition, input], [output]);
        model.Output(output);
        return model;
    }

    private static int Handle(SubgraphBuilder graph, string name)
    {
        int handle = graph.Tensor("handle", TensorType.Resource, _scalar);
        graph.Operator(BuiltinOperator.VarHandle, Options.VarHandle("", name), [], [handle]);
        return handle;
    }

    private static int Read(SubgraphBuilder graph, int handle, TensorType type, int[] shape)
    {
        int value = graph.Tensor("read", type, shape);
        graph.Operator(BuiltinOperator.ReadVariable, null, [handle], [value]);
        return value;
    }

    private static void Assign(SubgraphBuilder graph, int handle, int value)
    {
        graph.Operator(BuiltinOperator.AssignVariable, null, [handle, value], []);
    }

    private static MicroInterpreter Allocated(ModelBuilder model)
    {
        MicroInterpreter interpreter = new MicroInterpreter(model.Build(), new OpResolver().AddAllControl(), new TensorArena(100_000));
        interpreter.AllocateTensors();
        return interpreter;
    }

    private static ErrorCode Refused(ModelBuilder model)
    {
        return Assert.Throws<ModelException>(() => Allocated(model)).Code;
    }
}
