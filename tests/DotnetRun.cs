// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;

namespace TinyInterp.Tests;

/// <summary>One run of the dotnet command, or of another program, in a process of its own.</summary>
internal sealed class DotnetRun
{
    private DotnetRun(int exitCode, string output, string error)
    {
        ExitCode = exitCode;
        Output = output.ReplaceLineEndings("\n");
        Error = error.ReplaceLineEndings("\n");
    }

    public int ExitCode { get; }

    public string Output { get; }

    public string Error { get; }

    /// <summary>Both streams, for a failed test's message.</summary>
    public string All => Output + Error;

    /// <summary>Runs dotnet in a folder and waits for its end.</summary>
    public static DotnetRun In(string folder, params string[] arguments)
    {
        return Of("dotnet", folder, null, arguments);
    }

    /// <summary>Runs a program in a folder and waits for its end.</summary>
    public static DotnetRun Of(string program, string folder, IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };

        // Build servers would outlive the tests, and a test host's own settings do not concern the command.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        foreach (KeyValuePair<string, string> variable in environment ?? new Dictionary<string, string>())
        {
            start.Environment[variable.Key] = variable.Value;
        }

        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        process.WaitForExit();
        return new DotnetRun(process.ExitCode, output.Result, error.Result);
    }

    /// <summary>Runs a sample's program, which was built together with the tests.</summary>
    public static DotnetRun OfSample(string assembly, params string[] arguments)
    {
        string program = Path.Combine(System.AppContext.BaseDirectory, assembly + ".dll");
        return In(System.AppContext.BaseDirectory, [program, .. arguments]);
    }
}
