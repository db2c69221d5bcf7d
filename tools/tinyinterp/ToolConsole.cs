// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.IO;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;
using TinyInterp.ConsoleOutput;

namespace TinyInterp.Tool;

/// <summary>Where commands write: the process's streams, or a test's.</summary>
public sealed class ToolConsole
{
    private static readonly JsonSerializerOptions _json = new JsonSerializerOptions
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>A console over two writers.</summary>
    /// <param name="output">Results.</param>
    /// <param name="error">Errors.</param>
    /// <param name="isTerminal">Whether the output is a terminal.</param>
    public ToolConsole(TextWriter output, TextWriter error, bool isTerminal)
    {
        Output = output;
        Error = error;
        IsTerminal = isTerminal;
    }

    /// <summary>Results.</summary>
    public TextWriter Output { get; }

    /// <summary>Errors.</summary>
    public TextWriter Error { get; }

    /// <summary>Whether the output is a terminal.</summary>
    public bool IsTerminal { get; }

    /// <summary>The streams of this process.</summary>
    public static ToolConsole OfProcess()
    {
        return new ToolConsole(Console.Out, Console.Error, !Console.IsOutputRedirected);
    }

    /// <summary>Tables, colours and progress bars: plain and unwrapped if the output is not a terminal.</summary>
    public IAnsiConsole Rich()
    {
        return RichConsole.Over(Output, IsTerminal);
    }

    /// <summary>Writes a result for programs.</summary>
    public void WriteJson(object value)
    {
        Output.WriteLine(JsonSerializer.Serialize(value, _json));
    }
}
