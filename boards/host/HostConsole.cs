// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.IO;
using System.Text.Encodings.Web;
using System.Text.Json;
using Spectre.Console;
using TinyInterp.ConsoleOutput;

namespace TinyInterp.Boards.Host;

/// <summary>Where this program reads and writes: the process's streams, or a test's.</summary>
/// <param name="Input">Standard input.</param>
/// <param name="Output">Results.</param>
/// <param name="Error">Errors.</param>
/// <param name="IsTerminal">Whether the output is a terminal.</param>
public sealed record HostConsole(Stream Input, TextWriter Output, TextWriter Error, bool IsTerminal)
{
    private static readonly JsonSerializerOptions _json = new JsonSerializerOptions
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The streams of this process.</summary>
    public static HostConsole OfProcess()
    {
        return new HostConsole(Console.OpenStandardInput(), Console.Out, Console.Error, !Console.IsOutputRedirected);
    }

    /// <summary>Tables, colours and live pictures: plain and unwrapped if the output is not a terminal.</summary>
    internal IAnsiConsole Rich()
    {
        return RichConsole.Over(Output, IsTerminal);
    }

    /// <summary>Writes a result for programs.</summary>
    internal void WriteJson(object value)
    {
        Output.WriteLine(JsonSerializer.Serialize(value, _json));
    }
}
