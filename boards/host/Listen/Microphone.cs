// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.ComponentModel;
using System.Diagnostics;
using TinyInterp.AudioFiles;

namespace TinyInterp.Boards.Host.Listen;

/// <summary>The microphone, through ALSA's arecord.</summary>
internal sealed class Microphone : ISoundSource, IDisposable
{
    private const string Program = "arecord";

    private readonly Process _process;
    private readonly PipedSound _sound;
    private bool _hasBegun;

    private Microphone(Process process)
    {
        _process = process;
        _sound = new PipedSound(process.StandardOutput.BaseStream);
    }

    /// <summary>Opens it.</summary>
    /// <exception cref="AudioException">arecord is not installed.</exception>
    internal static Microphone Open()
    {
        ProcessStartInfo start = new(Program, ["-q", "-f", "S16_LE", "-r", "8000", "-c", "1", "-t", "raw"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        try
        {
            return new Microphone(Process.Start(start)!);
        }
        catch (Win32Exception)
        {
            throw new AudioException(
                "--mic", "arecord is not installed; install it (Debian: apt install alsa-utils), or pipe 16-bit samples at 8 kHz into --mic -");
        }
    }

    /// <inheritdoc />
    public int Read(short[] samples)
    {
        int count = _sound.Read(samples);
        if (count == 0 && !_hasBegun)
        {
            string[] lines = _process.StandardError.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            throw new AudioException("--mic", "arecord returned no sound: " + (lines.Length == 0 ? "it printed no message" : lines[^1]));
        }

        _hasBegun = true;
        return count;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // The process has already ended.
        }

        _process.Dispose();
    }
}
