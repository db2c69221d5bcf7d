// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;
using TinyInterp.Tests.Schema;
using TinyInterp.Writer;
using Xunit;

namespace TinyInterp.Tests.Runtime;

/// <summary>Subgraphs that nodes call: their memory lies in their callers' plans.</summary>
public class CalledSubgraphTests
{
    [Fact]
    public void A_branch_runs_in_its_callers_plan()
    {
        MicroInterpreter interpreter = Running.Load(SmallModels.Branch(), Resolver());
        Running.Set(interpreter.Input(1), 1, 2, 3, 4);
        interpreter.Input(0).SetInteger(0, 1);
        interpreter.Invoke();
        Assert.Equal([1, 2, 3, 4], Running.Get(interpreter.Output(0)));

        // c, x and y, and both branches' two tensors.
        Assert.Equal(1 + 4 + 4 + 8 + 8, interpreter.PlanBytes);
        Assert.Null(interpreter.Subgraph(3));
        Assert.Null(interpreter.Subgraph(-1));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Nested_and_shared_callees_never_disturb_their_callers(bool preserveAll)
    {
        // Main: y = x + 1; z = IF c (y); out = y + z, and a second IF on z. Branch 1 nests an IF on 3 and 4, branch 2 calls 3 as well.
        MicroInterpreter interpreter = Running.Create(Nested(), Resolver());
        interpreter.PreserveAllTensors = preserveAll;
        interpreter.AllocateTensors();
        for (int c = 0; c < 2; c++)
        {
            interpreter.Input(0).SetInteger(0, c);
            Running.Set(interpreter.Input(1), 10, 20, -30, 40);
            interpreter.Invoke();

            // Then-branch: ((v + 1) -> leaf 3 or 4 -> v) + itself; leaf: v + 1. Else-branch: leaf 3.
            long[] expected = new long[4];
            long[] x = [10, 20, -30, 40];
            for (int i = 0; i < 4; i++)
            {
                long y = x[i] + 1;
                long z = Branch(c, y);
                expected[i] = (sbyte)(y + Branch(c, z));
            }

            Assert.Equal(expected, Running.Get(interpreter.Output(0)));
        }

        if (preserveAll)
        {
            // What the first call left inside leaf 3 is still there to be looked at: nothing else may have used its memory.
            Subgraph leaf = interpreter.Subgraph(3);
            Assert.Equal(Running.Get(leaf.Input(0))[0] + 1, Running.Get(leaf.Output(0))[0]);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        interpreter.Invoke();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Variables_of_called_subgraphs_last()
    {
        ModelBuilder model = SmallModels.Branch();
        SubgraphDef then = model.Document.Subgraphs[1];
        then.Tensors.Add(new TensorDef { Name = "state", Type = TensorType.Int8, Shape = [4], IsVariable = true });
        then.Operators[0].Inputs = [0, 2];
        model.Document.OperatorCodes.Add(new OperatorCodeDef(BuiltinOperator.Custom, 1, "Accumulate"));
        then.Operators[0].OpcodeIndex = model.Document.OperatorCodes.Count - 1;
        MicroInterpreter interpreter = Running.Load(model, Resolver());
        for (int round = 1; round <= 3; round++)
        {
            Running.Set(interpreter.Input(1), 1, 2, 3, 4);
            interpreter.Input(0).SetInteger(0, 1);
            interpreter.Invoke();
            Assert.Equal([round, 2 * round, 3 * round, 4 * round], Running.Get(interpreter.Output(0)));
        }
    }

    private static long Branch(int c, long v)
    {
        return c == 0 ? v + 1 : v + 1 + (v + 1 + 1);
    }

    private static OpResolver Resolver()
    {
        return TestKernel.Resolver().Add(
            new OpRegistration(BuiltinOperator.If, null, TypeSet.Int8, 1, 1, () => new TestKernel(TestKernel.If)));
    }

    private static ModelBuilder Nested()
    {
        ModelBuilder model = new ModelBuilder();
        SubgraphBuilder then = model.Subgraph("then");
        SubgraphBuilder otherwise = model.Subgraph("else");
        SubgraphBuilder leaf = model.Subgraph("leaf");
        SubgraphBuilder leaf2 = model.Subgraph("leaf2");
        foreach (SubgraphBuilder each in new[] { leaf, leaf2 })
        {
            each.CustomOperator("AddOne", null, [each.Input("a", TensorType.Int8, [4])], [each.Tensor("b", TensorType.Int8, [4])]);
            each.Output(1);
        }

        int a = then.Input("a", TensorType.Int8, [4]);
        int yes = then.Constant("yes", [], new[] { true });
        int b = then.Tensor("b", TensorType.Int8, [4]);
        int d = then.Tensor("d", TensorType.Int8, [4]);
        int e = then.Tensor("e", TensorType.Int8, [4]);
        then.CustomOperator("AddOne", null, [a], [b]);
        then.Operator(BuiltinOperator.If, Options.If(leaf.Index, leaf2.Index), [yes, b], [d]);
        then.CustomOperator("Add", null, [b, d], [e]);
        then.Output(e);

        a = otherwise.Input("a", TensorType.Int8, [4]);
        yes = otherwise.Constant("yes", [], new[] { true });
        b = otherwise.Tensor("b", TensorType.Int8, [4]);
        otherwise.Operator(BuiltinOperator.If, Options.If(leaf.Index, leaf2.Index), [yes, a], [b]);
        otherwise.Output(b);

        int c = model.Input("c", TensorType.Bool, []);
        int x = model.Input("x", TensorType.Int8, [4]);
        int y = model.Tensor("y", TensorType.Int8, [4]);
        int z = model.Tensor("z", TensorType.Int8, [4]);
        int w = model.Tensor("w", TensorType.Int8, [4]);
        int result = model.Tensor("result", TensorType.Int8, [4]);
        model.CustomOperator("AddOne", null, [x], [y]);
        model.Operator(BuiltinOperator.If, Options.If(then.Index, otherwise.Index), [c, y], [z]);
        model.Operator(BuiltinOperator.If, Options.If(then.Index, otherwise.Index), [c, z], [w]);
        model.CustomOperator("Add", null, [y, w], [result]);
        model.Output(result);
        return model;
    }
}
