// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.CommandLine;
using System.IO;
using System.Linq;
using TinyInterp.Tool.Ledgers;

namespace TinyInterp.Tool.Commands;

/// <summary>ledger: the project's own costs against the committed ones.</summary>
internal static class LedgerCommand
{
    internal static Command New(ToolConsole console)
    {
        Option<string> conformance = new Option<string>("--cases")
        {
            Description = "The folder with the golden cases.",
            HelpName = "DIR",
            DefaultValueFactory = _ => "tests/conformance/int",
        };
        Option<string> folder = new Option<string>("--ledger")
        {
            Description = "The folder with il.json, arena.json and bytecode.json.",
            HelpName = "DIR",
            DefaultValueFactory = _ => "ledger",
        };
        Option<string> models = new Option<string>("--models")
        {
            Description = "The folder with zips of whole models; skipped if it does not exist.",
            HelpName = "DIR",
            DefaultValueFactory = _ => "../shared/models",
        };
        Option<string> keyword = new Option<string>("--keyword")
        {
            Description = "The project's keyword model.",
            HelpName = "FILE",
            DefaultValueFactory = _ => "models/keyword/keyword_int8.tflite",
        };
        Option<bool> write = new Option<bool>("--write") { Description = "Write the measured numbers instead of comparing." };
        Option<bool> add = new Option<bool>("--add")
        {
            Description = "Add missing numbers and remove those of deleted cases; then compare.",
        };
        ToolCommand command = new ToolCommand(
            "ledger",
            "Measures IL units, arena bytes and bytecode of this build and compares them with the committed numbers. Exit code 1 if any is "
            + "more than 3 % worse.",
            "tinyinterp ledger --write")
        {
            conformance, models, keyword, folder, write, add,
        };
        command.SetAction(result => Run(
            console, result.GetRequiredValue(conformance), result.GetRequiredValue(models), result.GetRequiredValue(keyword), result.GetRequiredValue(folder),
            result.GetValue(write), result.GetValue(add)));
        return command;
    }

    private static int Run(ToolConsole console, string conformance, string models, string keyword, string folder, bool write, bool add)
    {
        Ledger[] ledgers = Ledger.Measure(conformance, models, keyword);
        if (write)
        {
            foreach (Ledger ledger in ledgers)
            {
                ledger.Write(folder);
            }

            console.Output.WriteLine(ledgers.Sum(ledger => ledger.Entries.Count) + " numbers written to " + folder);
            return ExitCodes.Success;
        }

        bool hasModels = Directory.Exists(models);
        if (add)
        {
            int changed = ledgers.Sum(ledger => ledger.Add(folder, hasModels));
            console.Output.WriteLine(changed + " numbers added or removed in " + folder);
        }

        if (!hasModels)
        {
            console.Output.WriteLine("skipped: whole models, because there is no " + models);
        }

        string[] worse = ledgers.SelectMany(ledger => ledger.Compare(folder, hasModels)).ToArray();
        foreach (string line in worse)
        {
            console.Output.WriteLine(line);
        }

        console.Output.WriteLine(
            worse.Length == 0 ? "nothing is worse" : "if this is intended, update the ledger: tinyinterp ledger --write");
        return worse.Length == 0 ? ExitCodes.Success : ExitCodes.Failed;
    }
}
