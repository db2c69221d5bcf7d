// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using TinyInterp.Schema;
using TinyInterp.Writer;

namespace TinyInterp.GoldenCases;

/// <summary>Draws cases: new ones from a recipe, or variations of cases that exist.</summary>
public static class CaseMaker
{
    private const int SetCount = 3;

    /// <summary>Cases of an operator that has a recipe.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="type">One of its types.</param>
    /// <param name="seed">The same seed gives the same cases.</param>
    /// <param name="count">How many.</param>
    public static IEnumerable<DrawnCase> FromRecipe(Recipe recipe, TensorType type, int seed, int count)
    {
        string name = OperatorNames.Of(recipe.Operator);
        for (int i = 0; i < count; i++)
        {
            int caseSeed = HashOf(name, type, seed, i);
            NodeDraw draw = new(type, caseSeed);
            recipe.Draw(draw);
            byte[] model = draw.Build();
            Random random = new(caseSeed ^ 1);
            TensorDef[] inputs = InputsOf(model);
            byte[][][] sets = Enumerable.Range(0, SetCount)
                .Select(_ => inputs.Select(tensor => InputBytes.Draw(tensor, recipe, random)).ToArray())
                .ToArray();
            yield return new DrawnCase(Id(name, type.ToString(), seed, i), name, type.ToString().ToUpperInvariant(), model, sets);
        }
    }

    /// <summary>
    /// Variations of a case: the same graph, shapes and quantisation with other constants and other data. Indices, sizes and conditions stay as
    /// they are.
    /// </summary>
    /// <param name="original">The case to vary.</param>
    /// <param name="seed">The same seed gives the same cases.</param>
    /// <param name="index">Number of the variation.</param>
    public static DrawnCase Variation(DrawnCase original, int seed, int index)
    {
        Recipe anything = new(BuiltinOperator.Custom, [], _ => { });
        Random random = new(HashOf(original.Id, TensorType.Int8, seed, index));
        ModelDocument document = ModelDocument.Read(original.Model);
        foreach (TensorDef tensor in document.Subgraphs.SelectMany(subgraph => subgraph.Tensors).Where(tensor => IsWeights(document, tensor)))
        {
            document.Buffers[(int)tensor.BufferIndex].Data = InputBytes.Draw(tensor, anything, random);
        }

        TensorDef[] inputs = InputsOf(original.Model);
        byte[][][] sets = original.Inputs
            .Select(set => set.Select((bytes, i) => InputBytes.IsData(inputs[i].Type) ? InputBytes.Draw(inputs[i], anything, random) : bytes).ToArray())
            .ToArray();
        return original with { Id = Id(original.Operator, original.Type, seed, index), Model = document.ToBytes(), Inputs = sets };
    }

    private static bool IsWeights(ModelDocument document, TensorDef tensor)
    {
        return InputBytes.IsData(tensor.Type) && document.Buffers[(int)tensor.BufferIndex].Data is { Length: > 0 };
    }

    private static TensorDef[] InputsOf(byte[] model)
    {
        SubgraphDef main = ModelDocument.Read(model).Subgraphs[0];
        return main.Inputs.Select(index => main.Tensors[index]).ToArray();
    }

    private static string Id(string name, string type, int seed, int index)
    {
        return name.ToLowerInvariant() + "_" + type.ToLowerInvariant() + "_s" + seed + "_" + index.ToString("00", System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>A seed that is the same on every machine, other than string.GetHashCode.</summary>
    private static int HashOf(string name, TensorType type, int seed, int index)
    {
        int hash = 17;
        foreach (int part in name.Select(letter => (int)letter).Append((int)type).Append(seed).Append(index))
        {
            hash = unchecked(hash * 31 + part);
        }

        return hash;
    }
}
