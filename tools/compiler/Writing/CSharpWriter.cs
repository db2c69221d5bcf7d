// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace TinyInterp.Compiler.Writing;

/// <summary>Writes indented C#, with lines of at most 200 columns.</summary>
public sealed class CSharpWriter
{
    /// <summary>The longest line.</summary>
    public const int MaxColumns = 180;

    private readonly StringBuilder _text = new();
    private int _depth;

    /// <summary>Writes a line; an empty one has no indentation.</summary>
    public void Line(string text = "")
    {
        if (text.Length != 0)
        {
            _text.Append(' ', 4 * _depth).Append(text);
        }

        _text.Append('\n');
    }

    /// <summary>Opens a block behind a line.</summary>
    public void Open(string text)
    {
        Line(text);
        Line("{");
        _depth++;
    }

    /// <summary>Opens a block behind a line and, indented below it, what the line goes on with.</summary>
    public void Open(string text, string continuation)
    {
        Line(text);
        _depth++;
        Line(continuation);
        _depth--;
        Line("{");
        _depth++;
    }

    /// <summary>Opens a block behind what was written last.</summary>
    public void Open()
    {
        Line("{");
        _depth++;
    }

    /// <summary>Closes a block.</summary>
    public void Close()
    {
        _depth--;
        Line("}");
    }

    /// <summary>Writes items one behind the other, in as many lines as they need.</summary>
    /// <param name="start">What stands before the first.</param>
    /// <param name="items">The items, each with what separates it from the one before.</param>
    /// <param name="end">What stands behind the last.</param>
    public void Wrapped(string start, IEnumerable<string> items, string end)
    {
        StringBuilder line = new StringBuilder(start);
        bool isFirst = true;
        foreach (string item in items)
        {
            if (4 * _depth + line.Length + item.Length + end.Length > MaxColumns)
            {
                Line(line.ToString().TrimEnd());
                _depth += isFirst ? 1 : 0;
                isFirst = false;
                line.Clear();
                line.Append(item.TrimStart());
            }
            else
            {
                line.Append(item);
            }
        }

        Line(line + end);
        _depth -= isFirst ? 0 : 1;
    }

    /// <summary>A comment, wrapped.</summary>
    public void Comment(string text)
    {
        Words("// ", text);
    }

    /// <summary>A documentation comment's summary, wrapped.</summary>
    public void Summary(string text)
    {
        text = text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");
        if (text.Length + 4 * _depth < 150)
        {
            Line("/// <summary>" + text + "</summary>");
            return;
        }

        Line("/// <summary>");
        Words("/// ", text);
        Line("/// </summary>");
    }

    /// <summary>Everything written so far.</summary>
    public override string ToString()
    {
        return _text.ToString();
    }

    /// <summary>A number as a long literal that needs one instruction where it is large.</summary>
    public static string Long(long value)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        if (value == long.MinValue)
        {
            return "long.MinValue";
        }

        long magnitude = value < 0 ? -value : value;
        string digits = magnitude < 1 << 16 ? magnitude.ToString(culture) : "0x" + magnitude.ToString("X", culture);
        return (value < 0 ? "-" : string.Empty) + digits + "L";
    }

    /// <summary>A single as a literal that gives the same bits.</summary>
    public static string Single(float value)
    {
        return float.IsNaN(value) ? "float.NaN" : float.IsPositiveInfinity(value) ? "float.PositiveInfinity"
            : float.IsNegativeInfinity(value) ? "float.NegativeInfinity" : value.ToString("R", CultureInfo.InvariantCulture) + "f";
    }

    private void Words(string prefix, string text)
    {
        StringBuilder line = new StringBuilder(prefix);
        foreach (string word in text.Split(' '))
        {
            if (4 * _depth + line.Length + word.Length > 150)
            {
                Line(line.ToString().TrimEnd());
                line.Clear().Append(prefix);
            }

            line.Append(word).Append(' ');
        }

        Line(line.ToString().TrimEnd());
    }
}
