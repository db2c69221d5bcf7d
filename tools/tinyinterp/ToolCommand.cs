// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.CommandLine;

namespace TinyInterp.Tool;

/// <summary>A command whose help ends with an example.</summary>
internal sealed class ToolCommand : Command
{
    internal ToolCommand(string name, string description, string example)
        : base(name, description)
    {
        Example = example;
    }

    /// <summary>A command line that works.</summary>
    internal string Example { get; }
}
