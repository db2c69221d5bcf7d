// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace HelloWorld;

/// <summary>Numbers from -1 to 1 as lines of text, so that a terminal or the debugger's output window shows a curve.</summary>
public static class SinePlot
{
    private const int HalfWidth = 20;

    /// <summary>A line with an angle, a value in hundredths, and an asterisk as far to the right as the value is large.</summary>
    /// <param name="degrees">The angle.</param>
    /// <param name="value">From -1 to 1; the asterisk stays within the line for others.</param>
    public static string Line(int degrees, float value)
    {
        int column = HalfWidth + Rounded(HalfWidth * value);
        column = column < 0 ? 0 : column > 2 * HalfWidth ? 2 * HalfWidth : column;
        return Right(degrees.ToString(), 3) + Right(Rounded(100 * value).ToString(), 6) + "  " + new string(' ', column) + "*";
    }

    private static int Rounded(float value)
    {
        return value < 0 ? (int)(value - 0.5f) : (int)(value + 0.5f);
    }

    private static string Right(string text, int width)
    {
        return text.Length < width ? new string(' ', width - text.Length) + text : text;
    }
}
