// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using nanoFramework.TestFramework;

namespace TinyInterp.Tests.Device;

/// <summary>The arena takes what it says and no more.</summary>
[TestClass]
public class ArenaTests
{
    /// <summary>The number of used bytes is a sufficient budget.</summary>
    [TestMethod]
    public void An_arena_of_the_used_size_suffices()
    {
        int used = Models.Load(Models.Graph(), int.MaxValue).ArenaUsedBytes;

        Assert.IsTrue(used > 0);
        Assert.AreEqual(used, Models.Load(Models.Graph(), used).ArenaUsedBytes);
    }

    /// <summary>The need that a refusal states is exact: so many bytes will do, and one byte less will not.</summary>
    [TestMethod]
    public void A_smaller_arena_is_refused_with_the_exact_need()
    {
        int need = NeedOf(1);
        Models.Load(Models.Graph(), need);
        Assert.AreEqual(need, NeedOf(need - 1));
    }

    private static int NeedOf(int budget)
    {
        try
        {
            Models.Load(Models.Graph(), budget);
        }
        catch (ModelException e)
        {
            return e.Code == ErrorCode.ArenaTooSmall ? (int)e.Expected : 0;
        }

        return 0;
    }
}
