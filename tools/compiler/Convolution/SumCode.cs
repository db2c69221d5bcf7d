// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Linq;
using TinyInterp.Compiler.Arithmetic;
using TinyInterp.Compiler.Writing;

namespace TinyInterp.Compiler.Convolution;

/// <summary>The pieces that all forms of a weighted layer write alike: products, lanes, masks, stores.</summary>
internal static class SumCode
{
    /// <summary>The products of a word with inputs in locals, a term each; taps whose weights are all 0 give none.</summary>
    /// <param name="word">The word.</param>
    /// <param name="taps">Indices of the taps.</param>
    /// <param name="input">The local of each of them.</param>
    internal static IEnumerable<string> Products(LaneWord word, IEnumerable<int> taps, System.Func<int, string> input)
    {
        foreach (int tap in taps)
        {
            long weight = word.Weight(tap);
            if (weight != 0)
            {
                yield return weight < 0 && weight != long.MinValue
                    ? " - " + CSharpWriter.Long(-weight) + " * " + input(tap)
                    : " + " + CSharpWriter.Long(weight) + " * " + input(tap);
            }
        }
    }

    /// <summary>An expression for what a lane holds over all pieces of its word.</summary>
    internal static string Extract(Lane lane, IReadOnlyList<string> pieces)
    {
        return pieces.Count == 1 ? Extract(lane, pieces[0]) : "(" + string.Join(" + ", pieces.Select(piece => Extract(lane, piece))) + ")";
    }

    private static string Extract(Lane lane, string word)
    {
        string low = lane.Position == 0 ? word : "(" + word + " >> " + lane.Position + ")";
        return lane.IsTop ? low : "(" + low + " & " + MaskName(lane.Width) + ")";
    }

    /// <summary>The local with a lane's mask: a constant of this size would be two instructions at each use.</summary>
    internal static string MaskName(int width)
    {
        return "mask" + width;
    }

    /// <summary>Declares the masks that some words need.</summary>
    internal static void DeclareMasks(CSharpWriter code, IEnumerable<LaneWord> words)
    {
        foreach (int width in words.SelectMany(word => word.Lanes).Where(lane => !lane.IsTop).Select(lane => lane.Width).Distinct().OrderBy(width => width))
        {
            code.Line("long " + MaskName(width) + " = 0x" + ((1L << width) - 1).ToString("X") + ";");
        }
    }

    /// <summary>Bytes of IL of a word: its products and the stores of its lanes.</summary>
    internal static int Bytes(LaneWord word, int copies)
    {
        int products = Enumerable.Range(0, word.Lanes[0].Sum.Weights.Length).Count(tap => word.Weight(tap) != 0);
        return 13 * products * copies + 16 + word.Lanes.Sum(lane => lane.Sum.OneStep != null ? 52 : 72);
    }
}
