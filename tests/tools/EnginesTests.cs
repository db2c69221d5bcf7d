// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Runtime.CompilerServices;
using TinyInterp.Golden;
using Xunit;

namespace TinyInterp.Tests.Tools;

/// <summary>Both builds of the runtime behind one interface.</summary>
public class EnginesTests
{
    [Fact]
    public void Engines_say_which_build_they_are()
    {
        Assert.Equal("desktop", Engines.Desktop.BuildName);
        Assert.Equal("device", Engines.Device.BuildName);
    }

    [Fact]
    public void Both_builds_report_errors_in_the_same_words()
    {
        string desktop = Assert.Throws<EngineException>(() => Engines.Desktop.Load([1, 2, 3])).Message;

        Assert.Equal(desktop, Assert.Throws<EngineException>(() => Engines.Device.Load([1, 2, 3])).Message);
    }

    [Fact]
    public void A_budget_too_small_is_told_with_the_need()
    {
        int need = Engines.Desktop.Load(ToolModels.Dense()).ArenaUsedBytes;

        EngineException e = Assert.Throws<EngineException>(() => Engines.Device.Load(ToolModels.Dense(), need - 1));

        Assert.Equal(ErrorCode.ArenaTooSmall, e.Code);
        Assert.Contains(need.ToString(), e.Message);
        Assert.NotNull(Engines.Device.Load(ToolModels.Dense(), need));
    }

    [Fact]
    public void A_context_lives_as_long_as_its_engine()
    {
        IEngine engine = NewEngine();
        GC.Collect();
        GC.WaitForPendingFinalizers();

        // Only now are the libraries needed, and loaded.
        Assert.Equal(1, engine.Load(ToolModels.Identity()).InputCount);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static IEngine NewEngine()
    {
        return Engines.Create(new DeviceLoadContext(DeviceLoadContext.DefaultFolder));
    }
}
