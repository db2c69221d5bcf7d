// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using Spectre.Console;

namespace TinyInterp.Tool;

/// <summary>A progress bar for long work, where somebody watches.</summary>
internal static class ToolProgress
{
    /// <summary>Does work that calls back after each of its steps.</summary>
    internal static void Run(ToolConsole console, bool json, string what, int steps, Action<Action> work)
    {
        if (!console.IsTerminal || json)
        {
            work(() => { });
            return;
        }

        console.Rich().Progress().AutoClear(true).Start(context =>
        {
            ProgressTask task = context.AddTask(what, maxValue: steps);
            work(() => task.Increment(1));
        });
    }
}
