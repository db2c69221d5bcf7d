// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.CommandLine;
using System.Linq;
using TinyInterp.Optimize.Data;

namespace TinyInterp.Tool.Commands;

/// <summary>The options that select the data of a command.</summary>
internal sealed class DataOptions
{
    private readonly Option<string> _data;
    private readonly Option<string> _frontEnd = new Option<string>("--front-end")
    {
        Description = "How WAV files become tensors: " + string.Join(" or ", FrontEnds.All.Select(frontEnd => frontEnd.Name)) + ".",
        HelpName = "NAME",
    };

    private readonly Option<string> _classes = new Option<string>("--classes")
    {
        Description = "The class folders in the order of the model's scores, separated by commas; - stands for a score without data. Default: the order in "
            + "the data folder's labels.txt, else alphabetical order.",
        HelpName = "NAMES",
    };

    private readonly Option<string> _only = new Option<string>("--only")
    {
        Description = "Use only the data files that this file lists, one CLASS/FILE on each line.",
        HelpName = "LIST",
    };

    private readonly Option<int> _limit = new Option<int>("--samples")
    {
        Description = "Use at most N samples, spread evenly over the data.",
        HelpName = "N",
    };

    /// <summary>Options under a name that the command chooses for the data itself, which the user must give or else is random.</summary>
    internal DataOptions(string name, string purpose, bool isRequired = false)
    {
        _data = new Option<string>(name)
        {
            Description = purpose + ": random[:COUNT[:SEED]], a folder or zip of class folders or files (.bin, .wav), or one file of raw payloads "
                + "for each input, separated by commas." + (isRequired ? string.Empty : " Default: random."),
            HelpName = "DATA",
            Required = isRequired,
        };
        _limit.Validators.Add(result =>
        {
            if (result.Tokens.Count != 0 && int.TryParse(result.Tokens[0].Value, out int count) && count < 1)
            {
                result.AddError("--samples must be at least 1.");
            }
        });
    }

    /// <summary>Adds the options to a command.</summary>
    internal void AddTo(Command command)
    {
        command.Add(_data);
        command.Add(_frontEnd);
        command.Add(_classes);
        command.Add(_only);
        command.Add(_limit);
    }

    /// <summary>What the user named.</summary>
    internal DataSpec Of(ParseResult result)
    {
        return Guarded(() => DataSpec.Parse(result.GetValue(_data) ?? "random")) with
        {
            FrontEnd = result.GetValue(_frontEnd),
            Classes = result.GetValue(_classes)?.Split(','),
            Only = result.GetValue(_only),
            Limit = result.GetValue(_limit),
        };
    }

    /// <summary>Reads the data for a model.</summary>
    internal static DataSet Load(DataSpec spec, ModelInputs inputs)
    {
        return Guarded(() => DataSet.Load(spec, inputs));
    }

    private static T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (DataException e)
        {
            throw new ToolException(ExitCodes.BadInput, e.Message);
        }
    }
}
