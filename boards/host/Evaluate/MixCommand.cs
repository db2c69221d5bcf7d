// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.IO;
using TinyInterp.AudioFiles;
using TinyInterp.Spotting;

namespace TinyInterp.Boards.Host.Evaluate;

/// <summary>--mix: makes a long recording of clips, and its labels, for --stream.</summary>
internal static class MixCommand
{
    internal static int Run(HostOptions options, string path, string labelsPath, string folder, string? list, int minutes)
    {
        ClipSet set = ClipSet.Open(folder);
        set = list == null ? set : set.Only(list);
        ISpotter spotter = options.NewFactory().New(0, null);
        LongRecording recording = LongRecording.Of(set, spotter, minutes * 60, seed: 1);
        Write(path, WavFile.Write(recording.Samples, Detection.SampleRate));
        try
        {
            Write(labelsPath, System.Text.Encoding.UTF8.GetBytes(recording.Labels));
        }
        catch (IOException)
        {
            File.Delete(path);
            throw;
        }

        options.Console.Output.WriteLine(minutes + " minutes written to " + path + ", labels to " + labelsPath);
        return 0;
    }

    private static void Write(string path, byte[] bytes)
    {
        string temporary = path + ".part";
        try
        {
            File.WriteAllBytes(temporary, bytes);
            File.Move(temporary, path, overwrite: true);
        }
        catch (System.Exception e) when (e is IOException or System.UnauthorizedAccessException)
        {
            if (File.Exists(temporary))
            {
                File.Delete(temporary);
            }

            throw new IOException(path + ": cannot be written: " + e.Message, e);
        }
    }
}
