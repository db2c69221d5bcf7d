// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Linq;
using TinyInterp.Compiler.Arithmetic;

namespace TinyInterp.Compiler.Writing;

/// <summary>
/// How a lane's sum becomes a stored result: in one step where one was proved, else in the reference's two; clamped by a table where it is short
/// enough, else by comparing.
/// </summary>
public sealed class RequantisationCode
{
    private readonly WeightedSum _sum;
    private readonly ClampTable? _table;

    /// <summary>Reserves what the code needs of a table.</summary>
    /// <param name="sum">The sum.</param>
    /// <param name="tables">The tables.</param>
    public RequantisationCode(WeightedSum sum, ClampTables tables)
    {
        _sum = sum;
        Requantisation r = sum.Requantisation;
        _table = tables.For(r.Min, r.Max, sum.LowestIndex, sum.HighestIndex);
    }

    /// <summary>The clamp table, or null.</summary>
    public ClampTable? Table => _table;

    /// <summary>Whether the code keeps a value in the long local <c>v</c>.</summary>
    public bool NeedsValue => _sum.Bits != 0 && _sum.OneStep == null;

    /// <summary>Whether the code keeps a result in the int local <c>result</c> while it clamps it.</summary>
    public bool NeedsResult => _sum.Bits != 0 && _table == null;

    /// <summary>Declares the locals that the code of some sums needs.</summary>
    public static void DeclareLocals(CSharpWriter code, IEnumerable<RequantisationCode> requantisations)
    {
        RequantisationCode[] all = requantisations.ToArray();
        if (all.Any(one => one.NeedsValue))
        {
            code.Line("long v;");
        }

        if (all.Any(one => one.NeedsResult))
        {
            code.Line("int result;");
        }
    }

    /// <summary>The statements that store the result.</summary>
    /// <param name="target">The element to store to.</param>
    /// <param name="distance">An expression for the sum's distance from its least value, plus <paramref name="least"/>.</param>
    /// <param name="least">What the expression gives for the least sum.</param>
    /// <param name="result">What is stored for an entry of the table; null to store the entry.</param>
    public IEnumerable<string> Store(string target, string distance, long least, System.Func<string, string>? result = null)
    {
        result ??= entry => entry;
        Requantisation r = _sum.Requantisation;
        if (_sum.Bits == 0)
        {
            yield return target + " = " + _sum.Constant + ";";
            yield break;
        }

        long first = _table == null ? 0 : _table.First;
        if (_sum.OneStep != null)
        {
            OneStep step = _sum.OneStep;
            string index = "(int)((" + distance + (step.Multiplier == 1 ? string.Empty : " * " + CSharpWriter.Long(step.Multiplier)) + " + "
                + CSharpWriter.Long(Addend(step, least, first)) + ") >> " + step.Shift + ")";
            if (_table != null)
            {
                yield return target + " = " + result(_table.Name + "[" + index + "]") + ";";
                yield break;
            }

            yield return "result = " + index + ";";
        }
        else
        {
            long multiplier = (long)r.Multiplier << (r.Shift > 0 ? r.Shift : 0);
            long addend = (_sum.Low + _sum.Bias - least) * multiplier + 0x40000000L;
            string product = r.IsPowerOfTwo ? "(" + distance + " + " + CSharpWriter.Long(_sum.Low + _sum.Bias - least + 1) + ") >> 1"
                : "(" + distance + " * " + CSharpWriter.Long(multiplier) + " + " + CSharpWriter.Long(addend) + ") >> 31";
            long offset = r.ZeroPoint - first;
            if (r.Shift < 0)
            {
                yield return "v = " + product + ";";
                long half = (offset << -r.Shift) + (1L << (-1 - r.Shift));
                product = "(v + (v >> 63) + " + half + ") >> " + -r.Shift;
            }
            else
            {
                product = "(" + product + ") + " + offset;
            }

            if (_table != null)
            {
                yield return target + " = " + result(_table.Name + "[(int)(" + product + ")]") + ";";
                yield break;
            }

            yield return "result = (int)(" + product + ");";
        }

        // Only limits that the certificate does not keep are checked.
        string clamped = _sum.HighestIndex > r.Max ? "result > " + r.Max + " ? " + r.Max + " : result" : "result";
        clamped = _sum.LowestIndex < r.Min ? "result < " + r.Min + " ? " + r.Min + " : " + clamped : clamped;
        yield return target + " = (" + (r.IsShort ? "short" : "sbyte") + ")(" + clamped + ");";
    }

    /// <summary>The one-step addend for a distance that counts from <paramref name="least"/> and an index into the table.</summary>
    public static long Addend(OneStep step, long least, long first)
    {
        return step.Addend - least * step.Multiplier - (first << step.Shift);
    }
}
