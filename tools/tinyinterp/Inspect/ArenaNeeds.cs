// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Kernels;

namespace TinyInterp.Tool.Inspect;

/// <summary>The two sizes of an arena that matter: the least with which a model runs, and the one beyond which nothing gets faster.</summary>
/// <param name="LeanBytes">The least budget with which the model runs, with plain loops where packed ones do not fit.</param>
/// <param name="FastBytes">The least budget with which every kernel has the memory that makes it fast.</param>
internal sealed record ArenaNeeds(long LeanBytes, long FastBytes)
{
    /// <summary>Asks the interpreter itself, so that the figures are those of the runtime. This creates the arenas.</summary>
    /// <param name="model">A model that can be run.</param>
    internal static ArenaNeeds Of(byte[] model)
    {
        return new ArenaNeeds(Lean(model), Take(model, int.MaxValue));
    }

    private static long Lean(byte[] model)
    {
        for (int budget = 0; ;)
        {
            try
            {
                Take(model, budget);
                return budget;
            }
            catch (ModelException e) when (e.Code == ErrorCode.ArenaTooSmall && e.Expected > budget && e.Expected <= int.MaxValue)
            {
                // Usually the whole need; but a node that asks for very much is refused before the nodes behind it have been asked.
                budget = (int)e.Expected;
            }
        }
    }

    /// <summary>Bytes that the model takes of an arena with a budget.</summary>
    private static int Take(byte[] model, int budget)
    {
        TensorArena arena = new TensorArena(budget);
        new MicroInterpreter(model, new OpResolver().AddAll(), arena).AllocateTensors();
        return arena.UsedBytes;
    }
}
