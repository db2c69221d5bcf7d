// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Linq;
using TinyInterp.Golden;
using TinyInterp.IlMeter;
using Xunit;

namespace TinyInterp.Tests.Meter;

/// <summary>The meter counts what runs, the same each time, without changing what is computed.</summary>
[Collection("il-meter")]
public class IlProfilerTests
{
    private static readonly Lazy<IlProfiler> _profiler = new(IlProfiler.OfThisProgram);

    [Fact]
    public void Two_runs_give_identical_numbers()
    {
        byte[] model = Model("graph_residual");

        ModelProfile first = _profiler.Value.Profile(model);
        ModelProfile second = _profiler.Value.Profile(model);

        Assert.Equal(first.Total.ByClass, second.Total.ByClass);
        Assert.Equal(first.Total.Units, second.Total.Units);
        Assert.Equal(first.Nodes.Select(node => node.Units), second.Nodes.Select(node => node.Units));
    }

    [Fact]
    public void Nodes_and_the_loop_around_them_make_up_the_total()
    {
        ModelProfile profile = _profiler.Value.Profile(Model("graph_residual"));

        long nodes = profile.Nodes.Sum(node => node.Instructions);
        Assert.True(profile.Nodes.Count > 1);
        Assert.InRange(profile.Total.Instructions - nodes, 1, 100 * profile.Nodes.Count);
    }

    [Fact]
    public void Nothing_is_allocated_in_Invoke()
    {
        Assert.Equal(0, _profiler.Value.Profile(Model("softmax")).Total.Allocations);
    }

    [Fact]
    public void Nodes_of_called_subgraphs_are_counted_once_and_not_with_their_caller()
    {
        ModelProfile profile = _profiler.Value.Profile(Model("while"));

        NodeProfile caller = profile.Nodes.Single(node => node.Subgraph == 0);
        Assert.Equal(1, caller.Runs);
        Assert.Contains(profile.Nodes, node => node.Subgraph != 0);
        Assert.InRange(profile.Nodes.Sum(node => node.Instructions), 1, profile.Total.Instructions);
        Assert.All(profile.Nodes, node => Assert.True(node.Instructions > 0));
    }

    [Fact]
    public void A_model_that_cannot_run_says_why()
    {
        Assert.Throws<EngineException>(() => _profiler.Value.Profile(new byte[] { 1, 2, 3 }));
    }

    private static byte[] Model(string zip)
    {
        using CaseSource source = CaseSource.Open(RepositoryFiles.At("tests", "conformance", "int", zip + ".zip")).Single();
        return CaseReader.Read(source)[0].ReadModel();
    }
}
