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

    /// <summary>One byte less is refused, with the code that says so.</summary>
    [TestMethod]
    public void A_smaller_arena_is_refused()
    {
        int used = Models.Load(Models.Graph(), int.MaxValue).ArenaUsedBytes;
        ErrorCode code = ErrorCode.None;
        try
        {
            Models.Load(Models.Graph(), used - 1);
        }
        catch (ModelException e)
        {
            code = e.Code;
        }

        Assert.AreEqual((int)ErrorCode.ArenaTooSmall, (int)code);
    }
}
