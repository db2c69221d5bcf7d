// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Globalization;

namespace TinyInterp.Optimize.Patch;

/// <summary>Number of patches along rows and along columns.</summary>
/// <param name="Rows">Patches from top to bottom.</param>
/// <param name="Columns">Patches from left to right.</param>
public sealed record PatchGrid(int Rows, int Columns)
{
    /// <summary>Largest number along an axis.</summary>
    public const int Most = 64;

    /// <summary>Reads RxC, such as 2x2; null if the text is none.</summary>
    public static PatchGrid? Parse(string text)
    {
        string[] parts = (text ?? string.Empty).Split('x');
        return parts.Length == 2 && IsCount(parts[0], out int rows) && IsCount(parts[1], out int columns) && rows * columns > 1
            ? new PatchGrid(rows, columns)
            : null;
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        return Rows + "x" + Columns;
    }

    private static bool IsCount(string text, out int count)
    {
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count is >= 1 and <= Most;
    }
}
