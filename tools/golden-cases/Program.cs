// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using TinyInterp.Golden;
using TinyInterp.GoldenCases;
using TinyInterp.Schema;

const int BadArguments = 2;
const string Usage = """
    Usage:
      golden-cases list
          The operators that have a recipe, with their types.
      golden-cases make OPERATOR|all TYPE|all SEED COUNT FOLDER
          Draws COUNT random models of an operator for each type, with three sets of inputs each.
      golden-cases vary ZIP SEED FOLDER
          Draws other constants and other data for the cases of a zip; for operators without a recipe.
      golden-cases pack FOLDER ZIP
          Packs the cases that native/tflm_cases has completed.
    """;

try
{
    switch (args)
    {
        case ["list"]:
            foreach (Recipe recipe in RecipeBook.All)
            {
                Console.WriteLine(OperatorNames.Of(recipe.Operator) + " " + string.Join(", ", recipe.Types).ToLowerInvariant());
            }

            return 0;
        case ["make", string name, string type, string seed, string count, string folder]:
            DrawnCase[] cases = Chosen(name)
                .SelectMany(recipe => TypesOf(recipe, type), (recipe, t) => (Recipe: recipe, Type: t))
                .SelectMany(pair => CaseMaker.FromRecipe(pair.Recipe, pair.Type, Number(seed), Number(count)))
                .ToArray();
            new CaseFolder(folder).Write(cases);
            Console.WriteLine(cases.Length + " cases written to " + folder);
            return 0;
        case ["vary", string zip, string seed, string folder]:
            DrawnCase[] variations = Originals(zip).Select((original, i) => CaseMaker.Variation(original, Number(seed), i)).ToArray();
            new CaseFolder(folder).Write(variations);
            Console.WriteLine(variations.Length + " cases written to " + folder);
            return 0;
        case ["pack", string folder, string zip]:
            IReadOnlyList<string> incomplete = new CaseFolder(folder).Pack(zip);
            Console.WriteLine(zip + " written" + (incomplete.Count == 0 ? string.Empty : "; without outputs and left out: " + string.Join(", ", incomplete)));
            return 0;
        default:
            Console.Error.WriteLine(Usage);
            return BadArguments;
    }
}
catch (Exception e) when (e is ArgumentException or IOException or FormatException or CaseFormatException)
{
    Console.Error.WriteLine("golden-cases: " + e.Message);
    return BadArguments;
}

static IEnumerable<Recipe> Chosen(string name)
{
    if (name == "all")
    {
        return RecipeBook.All;
    }

    Recipe? recipe = RecipeBook.Find(name);
    return recipe == null
        ? throw new ArgumentException(name + " has no recipe: choose one of `golden-cases list`, or use `vary` with a zip of its cases")
        : [recipe];
}

static IEnumerable<TensorType> TypesOf(Recipe recipe, string type)
{
    if (type == "all")
    {
        return recipe.Types;
    }

    TensorType[] found = recipe.Types.Where(t => string.Equals(t.ToString(), type, StringComparison.OrdinalIgnoreCase)).ToArray();
    return found.Length == 0
        ? throw new ArgumentException(OperatorNames.Of(recipe.Operator) + " has a recipe for " + string.Join(", ", recipe.Types).ToLowerInvariant() + ", not for " + type)
        : found;
}

static IEnumerable<DrawnCase> Originals(string zip)
{
    foreach (CaseSource source in CaseSource.Open(zip))
    {
        using (source)
        {
            foreach (GoldenCase golden in CaseReader.Read(source))
            {
                byte[][][] inputs = Enumerable.Range(0, golden.SetCount)
                    .Select(set => Enumerable.Range(0, golden.InputCount).Select(i => golden.ReadInput(set, i)).ToArray())
                    .ToArray();
                yield return new DrawnCase(golden.Id, golden.Operator, golden.Type, golden.ReadModel(), inputs);
            }
        }
    }
}

static int Number(string text)
{
    return int.TryParse(text, out int number) && number >= 0 ? number : throw new FormatException("\"" + text + "\" is not a number");
}
