// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;
using TinyInterp.Tests.Schema;
using TinyInterp.Writer;
using Xunit;

namespace TinyInterp.Tests.Runtime;

/// <summary>Several interpreters on one arena: plans share memory, variables do not.</summary>
public class SharedArenaTests
{
    [Fact]
    public void Interleaved_invokes_give_what_separate_arenas_give()
    {
        ModelBuilder[] models =
        [
            MicroInterpreterTests.Counter(),
            MicroInterpreterTests.Chain(5),
            MicroInterpreterTests.Counter(),
            MicroInterpreterTests.Mixed(),
        ];
        TensorArena shared = new TensorArena(1 << 16);
        MicroInterpreter[] together = new MicroInterpreter[models.Length];
        MicroInterpreter[] apart = new MicroInterpreter[models.Length];
        Random random = new Random(4711);
        int joined = 0;
        for (int round = 0; round < 40; round++)
        {
            // A newcomer every few rounds: the arrays move while the others are at work.
            if (joined < models.Length && round % 5 == 0)
            {
                together[joined] = Running.Load(models[joined], arena: shared);
                apart[joined] = Running.Load(models[joined]);
                joined++;
            }

            int which = random.Next(joined);
            long[] input = [random.Next(-3, 4), random.Next(-3, 4)];
            Assert.Equal(apart[which].Run(input), together[which].Run(input));
            if (random.Next(10) == 0)
            {
                which = random.Next(joined);
                apart[which].Reset();
                together[which].Reset();
            }
        }
    }

    [Fact]
    public void The_arena_holds_the_largest_plan_and_every_variable()
    {
        TensorArena arena = new TensorArena(1 << 16);
        MicroInterpreter counter = Running.Load(MicroInterpreterTests.Counter(), arena: arena);
        Assert.Equal((4, 6, 6), (arena.PlanBytes, arena.UsedBytes, counter.ArenaUsedBytes));
        MicroInterpreter large = Running.Load(SmallModels.Copy(TensorType.Int8, 50), arena: arena);
        Assert.Equal((100, 102, 100), (arena.PlanBytes, arena.UsedBytes, large.ArenaUsedBytes));
        Running.Load(MicroInterpreterTests.Counter(), arena: arena);
        Assert.Equal((100, 104), (arena.PlanBytes, arena.UsedBytes));
        Running.Load(SmallModels.Copy(TensorType.Int32, 2), arena: arena);
        Assert.Equal((116, 120), (arena.PlanBytes, arena.UsedBytes));
    }

    [Fact]
    public void A_newcomer_that_does_not_fit_changes_nothing()
    {
        TensorArena arena = new TensorArena(20);
        MicroInterpreter counter = Running.Load(MicroInterpreterTests.Counter(), arena: arena);
        Assert.Equal([4, 5], counter.Run(1, 2));
        Array data = arena.Plan.Int8;
        MicroInterpreter large = Running.Create(SmallModels.Copy(TensorType.Int8, 50), arena: arena);
        Failing.WithNumbers(ErrorCode.ArenaTooSmall, large.AllocateTensors, 102, 20);
        MicroInterpreter wide = Running.Create(SmallModels.Copy(TensorType.Int64, 50), arena: arena);
        Failing.WithNumbers(ErrorCode.ArenaTooSmall, wide.AllocateTensors, 806, 20);
        Assert.Same(data, arena.Plan.Int8);
        Assert.Null(arena.Plan.Int64);
        Assert.Equal((4, 6), (arena.PlanBytes, arena.UsedBytes));
        Assert.Equal([5, 7], counter.Run(1, 2));
    }

    [Fact]
    public void Kernels_arrays_count()
    {
        OpResolver resolver = TestKernel.Resolver("Table", context =>
        {
            context.Persistent(TensorType.Int32, 10);
            context.Persistent(TensorType.Int64, 1);
            return TestKernel.Copy(context);
        });
        ModelBuilder model = SmallModels.Copy();
        model.Document.OperatorCodes[0].CustomCode = "Table";
        TensorArena arena = new TensorArena(112);
        Assert.Equal(56, Running.Load(model, resolver, arena).ArenaUsedBytes);
        Running.Load(model, resolver, new TensorArena(56));
        Running.Load(model, resolver, arena);
        Assert.Equal(104, arena.UsedBytes);
        Failing.WithNumbers(ErrorCode.ArenaTooSmall, Running.Create(model, resolver, arena).AllocateTensors, 152, 112);
    }
}
