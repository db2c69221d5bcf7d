// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;

namespace TinyInterp.CodeGeneration;

/// <summary>
/// A class that is written once for all number formats. In the text of a template
/// <list type="bullet">
/// <item>{Element}, {Value}, {Class} and so on stand for names of the format;</item>
/// <item>a line that begins with [Int16,Int32] is only for these formats;</item>
/// <item>round(x) brings a product back to the format, scale(x, p) divides by p, half(x) by two, store(x) narrows to an element, negate(x) is
/// −x as an element, and twiddle(x) is the element of a real number from −1 to 1. Each becomes an expression, not a call.</item>
/// </list>
/// </summary>
/// <param name="name">The template's file, for the head of what is written.</param>
/// <param name="text">Its text.</param>
public sealed class ArithmeticTemplate(string name, string text)
{
    private static readonly string[] _operations = ["round", "scale", "half", "store", "negate", "twiddle"];

    /// <summary>The class for a format.</summary>
    /// <exception cref="InvalidDataException">An operation's parentheses do not match.</exception>
    public string Write(string className, NumberFormat format)
    {
        StringBuilder result = new();
        foreach (string line in text.Split('\n'))
        {
            string? code = ForFormat(line, format);
            if (code != null)
            {
                result.Append(Expand(Names(code, className, format), format)).Append('\n');
            }
        }

        result.Length = Math.Max(0, result.Length - 1);
        return result
            .Replace("\n\nnamespace ", "\n\n// Written by `dotnet run --project tools/codegen` from " + name + "; a test compares.\n\nnamespace ")
            .ToString();
    }

    /// <summary>The line without its condition, or null where it is for other formats.</summary>
    private static string? ForFormat(string line, NumberFormat format)
    {
        if (!line.StartsWith('['))
        {
            return line;
        }

        int end = line.IndexOf(']', StringComparison.Ordinal);
        return line[1..end].Split(',').Contains(format.Suffix) ? line[(end + 1)..] : null;
    }

    private static string Names(string line, string className, NumberFormat format)
    {
        Dictionary<string, string> names = new()
        {
            ["{Class}"] = className + format.Suffix,
            ["{Suffix}"] = format.Suffix,
            ["{Element}"] = format.Element,
            ["{ElementName}"] = format.IsFixed ? format.Suffix.ToLowerInvariant() : "float32",
            ["{Value}"] = format.Value,
            ["{Zero}"] = format.Element == "short" ? "(short)0" : "0",
            ["{Wide}"] = format.Value == "long" ? "(long)" : string.Empty,
            ["{FractionBits}"] = format.FractionBits.ToString(CultureInfo.InvariantCulture),
            ["{One}"] = format.One.ToString(CultureInfo.InvariantCulture),
            // Twiddles: one array of the length for n / 2 points and half of one to separate them. The inverse has a whole array more to merge in.
            // The order of the points is a short for every two values.
            ["{RfftBytes}"] = (3 * format.Bytes / 2 + 1).ToString(CultureInfo.InvariantCulture),
            ["{IrfftBytes}"] = (5 * format.Bytes / 2 + 1).ToString(CultureInfo.InvariantCulture),
        };
        return names.Aggregate(line, (code, entry) => code.Replace(entry.Key, entry.Value, StringComparison.Ordinal));
    }

    /// <summary>Replaces operations by expressions, the innermost first.</summary>
    private static string Expand(string line, NumberFormat format)
    {
        foreach (string operation in _operations)
        {
            int start;
            while ((start = Find(line, operation)) >= 0)
            {
                int open = start + operation.Length;
                int close = Close(line, open);
                string argument = Expand(line[(open + 1)..close], format);
                string expression = Expression(operation, argument, format);
                line = line[..start] + Parenthesised(expression) + line[(close + 1)..];
            }
        }

        return WithoutOuterParentheses(line);
    }

    private static int Find(string line, string operation)
    {
        int start = line.IndexOf(operation + "(", StringComparison.Ordinal);
        while (start > 0 && (char.IsLetterOrDigit(line[start - 1]) || line[start - 1] == '.'))
        {
            start = line.IndexOf(operation + "(", start + 1, StringComparison.Ordinal);
        }

        return start;
    }

    private static int Close(string line, int open)
    {
        int depth = 0;
        for (int i = open; i < line.Length; i++)
        {
            depth += line[i] == '(' ? 1 : line[i] == ')' ? -1 : 0;
            if (depth == 0)
            {
                return i;
            }
        }

        throw new InvalidDataException("a parenthesis is missing: " + line.Trim());
    }

    private static string Expression(string operation, string argument, NumberFormat format)
    {
        string suffix = format.Value == "long" ? "L" : string.Empty;
        string rounding = (1L << Math.Max(0, format.FractionBits - 1)).ToString(CultureInfo.InvariantCulture) + suffix;
        string back = ") >> " + format.FractionBits.ToString(CultureInfo.InvariantCulture);
        switch (operation)
        {
            case "round":
                return format.IsFixed ? "(" + argument + " + " + rounding + back : argument;
            case "scale":
                string[] parts = argument.Split(", ");
                string factor = (format.One / int.Parse(parts[1], CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture) + suffix;
                return format.IsFixed ? "(" + parts[0] + " * " + factor + " + " + rounding + back : parts[0];
            case "half":
                return Parenthesised(argument) + (format.IsFixed ? " >> 1" : " * 0.5f");
            case "store":
                return format.IsFixed ? "(" + format.Element + ")" + Parenthesised(argument) : argument;
            case "negate":
                return (format.Element == "short" ? "(short)-" : "-") + argument;
            default:
                return format.IsFixed
                    ? "(" + format.Element + ")Trigonometry.Floor(0.5 + " + format.One.ToString(CultureInfo.InvariantCulture) + " * " + argument + ")"
                    : "(float)" + argument;
        }
    }

    /// <summary>An assignment without parentheses around all that is assigned.</summary>
    private static string WithoutOuterParentheses(string line)
    {
        int open = line.IndexOf(" = (", StringComparison.Ordinal) + 3;
        return open > 2 && line.EndsWith(");", StringComparison.Ordinal) && Close(line, open) == line.Length - 2
            ? line[..open] + line[(open + 1)..^2] + ";"
            : line;
    }

    private static string Parenthesised(string expression)
    {
        return IsAtom(expression) ? expression : "(" + expression + ")";
    }

    /// <summary>Whether an expression needs no parentheses: a name, an element, or one in parentheses.</summary>
    private static bool IsAtom(string expression)
    {
        int depth = 0;
        for (int i = 0; i < expression.Length; i++)
        {
            depth += expression[i] is '(' or '[' ? 1 : expression[i] is ')' or ']' ? -1 : 0;
            if (depth == 0 && expression[i] == ' ')
            {
                return false;
            }
        }

        return true;
    }
}
