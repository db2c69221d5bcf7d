// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using AccelerometerSample;
using TinyInterp.ModelTraining;
using TinyInterp.ModelTraining.Motion;
using Xunit;

namespace TinyInterp.Tests.Samples;

/// <summary>samples/accelerometer: gestures in a stream of samples, and the network that knows them.</summary>
public class AccelerometerTests
{
    private static readonly string _recording = RepositoryFiles.At("samples", "accelerometer", "desktop", "recording.csv");

    [Fact]
    public void The_program_prints_what_its_page_shows()
    {
        DotnetRun run = DotnetRun.OfSample("AccelerometerSample", _recording);

        Assert.Equal(0, run.ExitCode);
        string page = File.ReadAllText(RepositoryFiles.At("samples", "accelerometer", "README.md")).ReplaceLineEndings("\n");
        string shown = string.Concat(run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => "    " + line + "\n"));
        Assert.Contains(shown, page, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_gesture_of_the_recording_is_found_once()
    {
        string[] words = DotnetRun.OfSample("AccelerometerSample", _recording).Output
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ').Last())
            .ToArray();

        Assert.Equal(["shake", "circle", "knock", "circle", "shake"], words);
    }

    [Theory]
    [InlineData("12,-40", "line 2 is \"12,-40\"")]
    [InlineData("12,-40,x", "line 2 is \"12,-40,x\"")]
    [InlineData("12,-40,40000", "line 2 is")]
    public void A_line_that_is_no_sample_is_named(string line, string message)
    {
        using TemporaryFolder folder = new TemporaryFolder();
        File.WriteAllText(folder.At("bad.csv"), "0,0,1000\n" + line + "\n");

        DotnetRun run = DotnetRun.OfSample("AccelerometerSample", folder.At("bad.csv"));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void A_file_that_is_not_there_is_named()
    {
        DotnetRun run = DotnetRun.OfSample("AccelerometerSample", "nowhere.csv");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("nowhere.csv", Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public void Both_builds_classify_alike()
    {
        List<string> desktop = Classifications("desktop");

        Assert.Equal(desktop, Classifications("device"));
        Assert.InRange(desktop.Count, 50, 200);
    }

    [Fact]
    public void Listening_allocates_nothing()
    {
        GestureClassifier classifier = new GestureClassifier();
        short[][] samples = Samples();
        Array.ForEach(samples, sample => classifier.Write(sample));
        long before = GC.GetAllocatedBytesForCurrentThread();

        foreach (short[] sample in samples)
        {
            classifier.Write(sample);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void The_first_classification_comes_with_a_full_window_and_then_one_each_hop()
    {
        GestureClassifier classifier = new GestureClassifier();
        short[] sample = { 0, 0, 1000 };

        int[] places = Enumerable.Range(1, 200).Where(_ => classifier.Write(sample)).ToArray();

        Assert.Equal(Enumerable.Range(0, 9).Select(i => 64 + 16 * i), places);
        Assert.Equal(GestureNames.Still, classifier.Gesture);
    }

    [Fact]
    public void The_committed_recording_is_the_one_that_the_command_writes()
    {
        Assert.Equal(File.ReadAllLines(_recording).Length, DemoRecording.Lines().Count());
        Assert.Equal(Enum.GetNames<Gesture>().Select(name => name.ToLowerInvariant()), GestureNames.All);
    }

    [Fact]
    public void The_embedded_bytes_are_the_model_file()
    {
        Assert.Equal(File.ReadAllBytes(RepositoryFiles.At("models", "gestures", "gestures_int8.tflite")), GestureModel.Load());
    }

    [Theory]
    [InlineData("gestures_float.tflite", 0.995)]
    [InlineData("gestures_int8.tflite", 0.973)]
    public void The_model_is_as_good_as_its_page_says(string file, double accuracy)
    {
        byte[] model = File.ReadAllBytes(RepositoryFiles.At("models", "gestures", file));

        Assert.Equal(accuracy, GestureTraining.Accuracy(model), 3);
    }

    private static List<string> Classifications(string build)
    {
        dynamic classifier = SampleAssembly.Load("AccelerometerSample", build).New("GestureClassifier");
        List<string> found = new List<string>();
        foreach (short[] sample in Samples())
        {
            if (classifier.Write(sample))
            {
                found.Add(classifier.Gesture + " " + classifier.Score);
            }
        }

        return found;
    }

    private static short[][] Samples()
    {
        return File.ReadAllLines(_recording).Select(line => line.Split(',').Select(short.Parse).ToArray()).ToArray();
    }
}
