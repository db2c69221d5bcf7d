// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Tool.Compare;

/// <summary>Names of tensors where room is short.</summary>
internal static class TensorLabel
{
    private const int Longest = 60;

    /// <summary>
    /// Of a name that lists all that was fused into one tensor, the first; of a long one the end, which tells layers apart.
    /// </summary>
    internal static string Short(string name, int length = Longest)
    {
        int list = name.IndexOf(';');
        string first = list < 0 ? name : name.Substring(0, list) + "…";
        return first.Length <= length ? first : "…" + first.Substring(first.Length - length + 1);
    }
}
