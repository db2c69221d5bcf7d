// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Kernels;

namespace TinyInterp.Boards;

/// <summary>The self-test with all its data and all kernels, for whatever board runs it.</summary>
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
        SelfTest test = new SelfTest(board, new OpResolver().AddAll());
        test.PrintHeader(sets);
        test.RunCases(sets);
        test.RunHeapTest(sets[0], 0);
        new SpeedTest().Run(board);
        test.PrintSummary();
        return test.Failed;
    }
}
