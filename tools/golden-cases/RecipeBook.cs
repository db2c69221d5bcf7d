// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using TinyInterp.GoldenCases.Recipes;
using TinyInterp.Schema;

namespace TinyInterp.GoldenCases;

/// <summary>All recipes. Operators without one are varied from an existing case: <see cref="CaseMaker.Variation"/>.</summary>
public static class RecipeBook
{
    /// <summary>The recipes in order of the operators' names.</summary>
    public static IReadOnlyList<Recipe> All { get; } = ElementwiseRecipes.All()
        .Concat(NeuralRecipes.All())
        .Concat(DataRecipes.All())
        .Concat(ReduceRecipes.All())
        .OrderBy(recipe => OperatorNames.Of(recipe.Operator), StringComparer.Ordinal)
        .ToArray();

    /// <summary>An operator's recipe by its name in the format, or null.</summary>
    public static Recipe? Find(string name)
    {
        return All.FirstOrDefault(recipe => string.Equals(OperatorNames.Of(recipe.Operator), name, StringComparison.OrdinalIgnoreCase));
    }
}
