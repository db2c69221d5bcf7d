// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using TinyInterp.Golden;
using TinyInterp.Kernels;
using TinyInterp.Schema;
using Xunit;

namespace TinyInterp.Tests.Kernels;

/// <summary>What memory there is decides how fast a model runs, never what it computes.</summary>
public class BudgetTests
{
    // Golden cases of an operator with parameters of their own: enough to meet each of its types.
    private const int CasesOfZip = 12;

    /// <summary>Every zip of golden cases.</summary>
    public static TheoryData<string> Zips()
    {
        string folder = RepositoryFiles.At("tests", "conformance");
        return new TheoryData<string>(
            Directory.GetFiles(folder, "*.zip", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/')).Order(StringComparer.Ordinal));
    }

    /// <summary>Every whole model.</summary>
    public static TheoryData<string> Models()
    {
        return new TheoryData<string>(SharedFiles.Zips("models"));
    }

    [Theory]
    [MemberData(nameof(Zips))]
    public void Outputs_are_exact_at_every_budget(string zip)
    {
        using CaseSource source = CaseSource.Open(Path.Combine(RepositoryFiles.At("tests", "conformance"), zip)).Single();
        IReadOnlyList<GoldenCase> cases = CaseReader.Read(source);
        int step = Math.Max(1, cases.Count / CasesOfZip);
        for (int i = 0; i < cases.Count; i += step)
        {
            RequireExactAtEveryBudget(cases[i]);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Whole_models_are_exact_at_every_budget(string zip)
    {
        using CaseSource source = CaseSource.Open(SharedFiles.Require("models", zip)).Single();
        RequireExactAtEveryBudget(CaseReader.Read(source)[0]);
    }

    private static void RequireExactAtEveryBudget(GoldenCase golden)
    {
        byte[] model = golden.ReadModel();
        int lean = (int)new ModelDiagnosis(ModelVerifier.Verify(model), new OpResolver().AddAll()).LeanBytes;
        MicroInterpreter fast = new MicroInterpreter(model, new OpResolver().AddAll(), new TensorArena(int.MaxValue));
        fast.AllocateTensors();
        int full = fast.ArenaUsedBytes + fast.PackedWeightBytes;
        Assert.InRange(lean, 0, full);
        foreach (int budget in new[] { lean, lean + (full - lean) / 5, lean + (full - lean) / 2, lean + (full - lean) * 4 / 5, full - 1, full }
            .Where(budget => budget >= lean).Distinct())
        {
            CaseResult result = CaseRunner.Run(golden, new Budget(budget));
            Assert.True(result.Passed && result.AllocatedBytes == 0, budget + " bytes, " + result.AllocatedBytes + " allocated: " + result);
        }

        if (lean > 0)
        {
            EngineException error = Assert.Throws<EngineException>(() => Engines.Desktop.Load(model, lean - 1));
            Assert.Equal(ErrorCode.ArenaTooSmall, error.Code);
            Assert.Equal(lean, Assert.IsType<ModelException>(error.InnerException).Expected);
        }
    }

    /// <summary>The desktop build with a budget.</summary>
    private sealed class Budget(int bytes) : IEngine
    {
        public string BuildName => Engines.Desktop.BuildName;

        public IModelSession Load(byte[] model, int arenaBytes = int.MaxValue)
        {
            return Engines.Desktop.Load(model, bytes);
        }

        public IModelSession LoadAsApp(byte[] model, int arenaBytes, Action registered)
        {
            return Engines.Desktop.LoadAsApp(model, bytes, registered);
        }
    }
}
