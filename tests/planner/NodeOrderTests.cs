// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using TinyInterp.Golden;
using TinyInterp.Planner;
using TinyInterp.Writer;
using Xunit;

namespace TinyInterp.Tests.Planner;

using TinyInterp.Schema;

/// <summary>Where a graph branches, nodes run in the order that takes the least memory, and what comes out stays the same.</summary>
public class NodeOrderTests
{
    [Fact]
    public void One_branch_at_a_time_takes_less_than_all_side_by_side()
    {
        byte[] model = Branches(4);

        SubgraphResult result = Assert.Single(Plan(model, mayReorder: true, out byte[] planned).Subgraphs);

        // Side by side four wide tensors are live; one at a time, one and the small results of those before.
        Assert.True(result.BestBytes < result.SameOrderBytes, result.BestBytes + " against " + result.SameOrderBytes);
        Assert.True(result.MovedNodes > 0);
        Assert.Equal(64 + 4 * 4, result.TrueBoundBytes);
        Assert.Equal(Outputs(model), Outputs(planned));
    }

    [Fact]
    public void The_order_stays_where_that_is_asked_for()
    {
        SubgraphResult result = Assert.Single(Plan(Branches(4), mayReorder: false, out byte[] planned).Subgraphs);

        Assert.Equal(0, result.MovedNodes);
        Assert.Equal(result.SameOrderBytes, result.BestBytes);
        Assert.Equal(Operators(Branches(4)), Operators(planned));
    }

    [Fact]
    public void The_order_stays_where_nothing_is_gained()
    {
        SubgraphResult result = Assert.Single(Plan(Branches(1), mayReorder: true, out byte[] planned).Subgraphs);

        Assert.Equal(0, result.MovedNodes);
        Assert.Equal(Operators(Branches(1)), Operators(planned));
    }

    /// <summary>A custom operator may do anything: nothing crosses it, and among each other they keep their order.</summary>
    [Fact]
    public void Nothing_moves_across_a_custom_operator()
    {
        SubgraphResult result = Assert.Single(Plan(Branches(4, widenedByCustom: true), mayReorder: true, out byte[] planned).Subgraphs);

        Assert.Equal(0, result.MovedNodes);
        Assert.Equal(Operators(Branches(4, widenedByCustom: true)), Operators(planned));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Random_graphs_compute_the_same_in_no_more_memory(int seed)
    {
        Random random = new Random(seed);
        int moved = 0;
        for (int i = 0; i < 40; i++)
        {
            byte[] model = RandomGraph(random);
            ModelPlan plan = Plan(model, mayReorder: true, out byte[] planned);
            SubgraphResult result = plan.Subgraphs[0];
            Assert.True(result.BestBytes <= result.SameOrderBytes && result.SameOrderBytes <= result.GreedyBytes);
            Assert.InRange(result.BoundBytes, result.TrueBoundBytes, result.BestBytes);
            Assert.Equal(Outputs(model), Outputs(planned));
            Assert.InRange(PlanBytes(planned), 0, PlanBytes(model));
            moved += result.MovedNodes != 0 ? 1 : 0;
        }

        Assert.True(moved > 3, moved + " graphs were reordered");
    }

    private static ModelPlan Plan(byte[] model, bool mayReorder, out byte[] planned)
    {
        ModelPlan plan = ModelPlanner.Plan(model, new PlanOptions { MayReorder = mayReorder });
        planned = plan.Model;
        ModelVerifier.Verify(planned);
        return plan;
    }

    private static int PlanBytes(byte[] model)
    {
        return Engines.Desktop.Load(model).PlanBytes;
    }

    private static byte[][] Outputs(byte[] model)
    {
        IModelSession session = Engines.Desktop.Load(model);
        Random random = new Random(1);
        for (int i = 0; i < session.InputCount; i++)
        {
            byte[] input = new byte[session.Input(i).ByteCount];
            random.NextBytes(input);
            session.SetInput(i, input);
        }

        session.Invoke();
        return Enumerable.Range(0, session.OutputCount).Select(session.GetOutput).ToArray();
    }

    private static int[][] Operators(byte[] model)
    {
        return ModelDocument.Read(model).Subgraphs[0].Operators.Select(node => node.Outputs).ToArray();
    }

    /// <summary>
    /// A small input is widened sixteenfold by each of several nodes, first all of them; then each wide tensor is reduced to a small one, and
    /// these are concatenated.
    /// </summary>
    private static byte[] Branches(int count, bool widenedByCustom = false)
    {
        ModelBuilder builder = new ModelBuilder();
        int x = builder.Input("x", TensorType.Int8, [1, 1, 1, 4], 0.5f, 0);
        int sixteen = builder.Constant("sixteen", [4], new[] { 1, 4, 4, 1 });
        int axes = builder.Constant("axes", [2], new[] { 1, 2 });
        int[] wide = Enumerable.Range(0, count).Select(i => builder.Tensor("wide" + i, TensorType.Int8, [1, 4, 4, 4], 0.5f, 0)).ToArray();
        int[] small = Enumerable.Range(0, count).Select(i => builder.Tensor("small" + i, TensorType.Int8, [1, 1, 1, 4], 0.5f, 0)).ToArray();
        foreach (int tensor in wide)
        {
            if (widenedByCustom)
            {
                builder.CustomOperator("Widen", null, [x], [tensor]);
            }
            else
            {
                builder.Operator(BuiltinOperator.Tile, null, [x, sixteen], [tensor]);
            }
        }

        for (int i = 0; i < count; i++)
        {
            builder.Operator(BuiltinOperator.ReduceMax, Options.Reducer(true), [wide[i], axes], [small[i]]);
        }

        int y = builder.Tensor("y", TensorType.Int8, [1, 1, 1, 4 * count], 0.5f, 0);
        builder.Operator(BuiltinOperator.Concatenation, Options.Concatenation(3), small, [y]);
        builder.Output(y);
        return builder.Build();
    }

    /// <summary>Tiles, maxima and concatenations of tensors of random widths, with every tensor that nobody reads an output.</summary>
    private static byte[] RandomGraph(Random random)
    {
        ModelBuilder builder = new ModelBuilder();
        int[] widths = new int[20];
        int[] readers = new int[20];
        int count = 0;
        int Next(int width, bool isInput = false)
        {
            widths[count] = width;
            string name = "t" + count++;
            return isInput ? builder.Input(name, TensorType.Int8, [1, width], 0.5f, 0) : builder.Tensor(name, TensorType.Int8, [1, width], 0.5f, 0);
        }

        // Constants get their tensors behind all others, so that tensor numbers are places in the arrays.
        int inputs = 1 + random.Next(2);
        for (int i = 0; i < inputs; i++)
        {
            Next(1 + random.Next(4), isInput: true);
        }

        List<Action<Func<int, int>>> nodes = [];
        while (count < 14)
        {
            int a = random.Next(count);
            int b = random.Next(count);
            if (random.Next(3) == 0 && widths[a] + widths[b] < 200)
            {
                int to = Next(widths[a] + widths[b]);
                readers[a]++;
                readers[b]++;
                nodes.Add(_ => builder.Operator(BuiltinOperator.Concatenation, Options.Concatenation(1), [a, b], [to]));
            }
            else if (random.Next(2) == 0 && widths[a] < 40)
            {
                int factor = 2 + random.Next(5);
                int to = Next(widths[a] * factor);
                readers[a]++;
                nodes.Add(constant => builder.Operator(BuiltinOperator.Tile, null, [a, constant(factor)], [to]));
            }
            else
            {
                int to = Next(1);
                readers[a]++;
                nodes.Add(constant => builder.Operator(BuiltinOperator.ReduceMax, Options.Reducer(true), [a, constant(0)], [to]));
            }
        }

        int tensors = count;
        foreach (Action<Func<int, int>> node in nodes)
        {
            node(factor => factor == 0
                ? builder.Constant("axis" + tensors++, [1], new[] { 1 })
                : builder.Constant("multiples" + tensors++, [2], new[] { 1, factor }));
        }

        for (int t = inputs; t < count; t++)
        {
            if (readers[t] == 0)
            {
                builder.Output(t);
            }
        }

        return builder.Build();
    }
}
