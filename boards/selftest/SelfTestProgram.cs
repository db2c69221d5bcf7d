// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Kernels;

namespace TinyInterp.Boards;

/// <summary>The self-test with all its data and all kernels, for any board.</summary>
public static class SelfTestProgram
{
    /// <summary>The first set, whose first case is a whole small graph.</summary>
    public static ISelfTestData First()
    {
        return new SelfTestDataA();
    }

    /// <summary>Runs every embedded case, the heap test and the speed test, and prints the summary.</summary>
    /// <returns>The number of cases that failed.</returns>
    public static int Run(IBoard board)
    {
        ISelfTestData[] sets = { First(), new SelfTestDataB(), new SelfTestDataC(), new SelfTestDataD() };
        SelfTest test = new SelfTest(board, NewResolver);
        test.PrintHeader(sets);
        test.RunCases(sets);
        test.RunHeapTest(sets[0], 0);
        new SpeedTest().Run(board);
        test.PrintSummary();
        return test.Failed;
    }

    /// <summary>A resolver of the kernels of some families.</summary>
    public static OpResolver NewResolver(KernelFamilies families)
    {
        OpResolver resolver = new OpResolver();
        if ((families & KernelFamilies.Neural) != 0)
        {
            resolver.AddAllNeural();
        }

        if ((families & KernelFamilies.Elementwise) != 0)
        {
            resolver.AddAllElementwise();
        }

        if ((families & KernelFamilies.Data) != 0)
        {
            resolver.AddAllData();
        }

        if ((families & KernelFamilies.Reduce) != 0)
        {
            resolver.AddAllReduce();
        }

        if ((families & KernelFamilies.Sequence) != 0)
        {
            resolver.AddAllSequence();
        }

        if ((families & KernelFamilies.Control) != 0)
        {
            resolver.AddAllControl();
        }

        if ((families & KernelFamilies.Float) != 0)
        {
            resolver.AddAllFloat();
        }

        if ((families & KernelFamilies.Signal) != 0)
        {
            resolver.AddAllSignal();
        }

        if ((families & KernelFamilies.Custom) != 0)
        {
            resolver.AddAllCustom();
        }

        return resolver;
    }
}
