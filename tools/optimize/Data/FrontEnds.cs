// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Linq;

namespace TinyInterp.Optimize.Data;

/// <summary>The front ends that can be named.</summary>
public static class FrontEnds
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<IFrontEnd> All { get; } = [new KeywordFrontEnd(), new RawFrontEnd()];

    /// <summary>The front end of a name.</summary>
    /// <exception cref="DataException">There is none of that name, or none is named.</exception>
    internal static IFrontEnd Find(string place, string? name)
    {
        string names = string.Join(" or ", All.Select(frontEnd => frontEnd.Name));
        if (name == null)
        {
            throw new DataException(place, "a WAV needs a front end that makes it the model's input: --front-end " + names);
        }

        return All.FirstOrDefault(frontEnd => frontEnd.Name == name)
            ?? throw new DataException("--front-end " + name, "there is no such front end; it is " + names);
    }
}
