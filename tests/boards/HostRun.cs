// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Globalization;
using System.IO;
using System.Linq;
using TinyInterp.Boards.Host;

namespace TinyInterp.Tests.Boards;

/// <summary>One run of the host program, in this process, through its own entry point.</summary>
internal sealed class HostRun
{
    private HostRun(int exitCode, string output, string error)
    {
        ExitCode = exitCode;
        Output = output;
        Error = error;
    }

    public int ExitCode { get; }

    public string Output { get; }

    public string Error { get; }

    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Runs it with the network of tones.</summary>
    public static HostRun OnTones(TemporaryFolder folder, params string[] args)
    {
        string[] threshold = args.Contains("--threshold") ? [] : ["--threshold", Tones.Threshold.ToString(CultureInfo.InvariantCulture)];
        return Of([.. args, .. threshold, "--network", folder.Write("tones.tflite", Tones.Network), "--words", Tones.Words]);
    }

    public static HostRun Of(string[] args, byte[]? input = null)
    {
        StringWriter output = new() { NewLine = "\n" };
        StringWriter error = new() { NewLine = "\n" };
        int exitCode = HostCommandLine.Run(args, new HostConsole(new MemoryStream(input ?? []), output, error, IsTerminal: false));
        return new HostRun(exitCode, output.ToString(), error.ToString());
    }
}
